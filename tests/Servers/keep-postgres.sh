# Keeps one PostgreSQL: a fresh data folder under $1, programs in $2, port $3, then further settings. Does what it is
# told on its standard input, a word per line, and answers each with a line. When the input ends, because whoever
# started it asked for the end or is dead, the server is stopped and the folder goes.
folder=$1 programs=$2 port=$3
shift 3
settings="-p $port -k $folder"
for setting in "$@"; do settings="$settings -c $setting"; done

end() {
  "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 </dev/null
  rm -rf "$folder"
}
trap end EXIT
trap '' INT

start() {
  "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -o "$settings" start >"$folder/said" 2>&1 </dev/null
}

tell() {
  if "$@" >>"$folder/said" 2>&1 </dev/null; then echo ready; else echo "failed: $(tail -n 3 "$folder/said" "$folder/log" 2>/dev/null | tr '\n' ' ')"; fi
}

cd "$folder" || exit 1
"$programs/initdb" -D "$folder/data" -U postgres -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C \
  >"$folder/said" 2>&1 </dev/null || { echo "failed: $(tail -n 3 "$folder/said" | tr '\n' ' ')"; exit 1; }
tell start
while read -r word; do
  case $word in
    stop) tell "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop ;;
    start) tell start ;;
    *) echo "failed: $word" ;;
  esac
done
