#!/bin/sh
# Writes Janus' configuration from the environment, and becomes Janus.
set -eu
folder="${TMPDIR:-/tmp}/janus"
mkdir -p "$folder"

cat >"$folder/janus.jcfg" <<CONFIG
general: { configs_folder = "$folder", api_secret = "${JANUS_API_SECRET:?set it in .env}" }
nat: { nat_1_1_mapping = "$JANUS_PUBLIC_IP", full_trickle = true }
media: { rtp_port_range = "20000-20999" }
plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so" }
transports: { disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so" }
CONFIG

cat >"$folder/janus.transport.websockets.jcfg" <<CONFIG
general: { json = "compact", ws = true, ws_port = ${JANUS_PORT:-8188}, ws_ip = "${JANUS_LISTEN:-127.0.0.1}" }
CONFIG

cat >"$folder/janus.plugin.videoroom.jcfg" <<CONFIG
general: { admin_key = "${JANUS_ADMIN_KEY:?set it in .env}" }
CONFIG

exec janus --configs-folder "$folder" --config "$folder/janus.jcfg" --disable-colors
