/* sijang: `serve` is the runtime; every other word is a command in Lua. */
#include "command.h"
#include "examiner.h"
#include "serve.h"
#include "worker.h"

#include <string.h>
#include <sys/prctl.h>

int main(int argc, char **argv)
{
    prctl(PR_SET_NAME, "sijang"); /* a worker is started as /proc/self/exe */
    if (argc > 1 && strcmp(argv[1], "serve") == 0)
        return serve_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "worker") == 0)
        return worker_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "examiner") == 0)
        return examiner_main();
    return command_run(argc - 1, argv + 1);
}
