# The page of --help, and the refusal of an unknown flag, for a machine that has no binary yet to give them: read from
# the command's own declaration (serve's from serve.c and config.c), in the words of runtime/arguments.lua.
#   awk -f explain.awk -- ROOT COMMAND [WORD…]     exit 10: a page was printed, 11: a refusal, 0: nothing to say

function value(key) {
  return match($0, key " = \"[^\"]*\"") ? substr($0, RSTART + length(key) + 4, RLENGTH - length(key) - 5) : ""
}

function page(    i, width) {
  if (command == "serve") {
    printf "%s\n%s", text, settings
    exit 10
  }
  if (text == "") text = toupper(substr(summary, 1, 1)) substr(summary, 2) "."
  printf "Usage: sijang %s%s\n\n%s\n\nOptions:\n", command, usage == "" ? "" : " " usage, text
  add("--help", "", "show this page")
  for (i = 1; i <= flags; i++) if (length(left[i]) > width) width = length(left[i])
  for (i = 1; i <= flags; i++) printf "  %-" width "s  %s\n", left[i], help[i]
  exit 10
}

function add(flag, wanted, meaning, letter) {
  left[++flags] = (letter == "" ? "" : "-" letter ", ") flag (wanted == "" ? "" : " " wanted)
  takes[flag] = wanted
  if (letter != "") takes["-" letter] = wanted
  help[flags] = meaning
}

# The C half reads its command line with getopt, which also takes a flag's beginning.
function known(flag,    name) {
  for (name in takes) if (flag == name || command == "serve" && index(name, flag) == 1) return name
  return ""
}

BEGIN {
  root = ARGV[1]
  command = ARGV[2]
  for (i = 3; i < ARGC; i++) word[++words] = ARGV[i]
  ARGV[1] = root "/runtime/" (command == "serve" ? "serve.c" : "command/" command ".lua")
  ARGV[2] = root "/runtime/config.c"
  ARGC = command == "serve" ? 3 : 2
}

command != "serve" {
  if (open) {
    open = !sub(/\]\],$/, "")
    text = text (text == "" ? "" : "\n") $0
  }
  if (/^  summary = "/) summary = value("summary")
  if (/^  usage = "/) usage = value("usage")
  if (/^  text = "/) text = value("text")
  if (/^  text = \[\[$/) open = 1
  if (/[{] name = ".* help = "/) add("--" value("name"), value("value"), value("help"), value("short"))
  next
}

FILENAME ~ /config\.c$/ {
  if (!/^    [{]"[A-Z_]+", /) next
  split($0, part, "\"")
  none = part[3] ~ /NULL/
  settings = settings sprintf("  %-20s %s%s%s\n", part[2], none ? part[4] : part[6], / true[}],$/ ? "; taken at a start" : "",
    none ? "" : " [" part[4] "]")
  next
}

{
  for (rest = $0; match(rest, /"[a-z]+", (required|no)_argument/); rest = substr(rest, RSTART + RLENGTH)) {
    split(substr(rest, RSTART, RLENGTH), part, "\"")
    add("--" part[2], part[3] ~ /required/ ? "VALUE" : "", "")
  }
  if (/^    puts\("/) open = 1
  if (open) {
    sub(/^[^"]*"/, "")
    open = !sub(/"\);$/, "")
    sub(/"$/, "")
    gsub(/\\n/, "\n")
    text = text $0
  }
}

END {
  for (i = 1; i <= words && word[i] != "--"; i++) {
    if (word[i] !~ /^-./) continue
    flag = word[i]
    sub(/=.*/, "", flag)
    if (flag == "-h" || flag == "--help") page()
    name = known(flag)
    if (name == "") {
      printf "sijang: %s: unknown option %s; sijang %s --help explains it\n", command, flag, command
      exit 11
    }
    if (takes[name] != "" && word[i] !~ /=/) i++
  }
}
