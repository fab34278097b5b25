#!/bin/sh
# Back up the database and the files of interviews to the folder $1; run it each night. Everything or an error.
set -eu
folder="$1/$(date -u +%Y%m%dT%H%M%SZ)"
umask 077
mkdir -p "$folder.partial"
# The database first: a file that a row names is then in the second part.
pg_dump --format=custom --file="$folder.partial/phieu.dump" "$PHIEU_DATABASE"
pg_restore --list "$folder.partial/phieu.dump" >/dev/null
tar --create --file="$folder.partial/files.tar" --directory=/var/lib/phieu .
sync
mv "$folder.partial" "$folder"
echo "$folder"
