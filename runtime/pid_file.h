/* PID_FILE, for who has to find the master, also when another one has taken over. Nothing without that setting. */
#ifndef SIJANG_PID_FILE_H
#define SIJANG_PID_FILE_H

/* Names this process in it, at once as a whole; what goes wrong is said in the log. */
void pid_file_write(void);
/* Takes it away if it still names this process. */
void pid_file_remove(void);

#endif
