{{/* What the server reads beside its own appsettings.json. Secrets, and what differs between pods, are in the environment. */}}
{{- define "akkarealtime.settings" -}}
{{- $options := deepCopy .Values.options -}}
{{- $chart := dict "DataDirectory" "/data" "Management" (dict "Port" (include "akkarealtime.managementPort" . | int) "Address" "0.0.0.0") -}}
{{- if eq .Values.store.kind "postgres" -}}
  {{- $cluster := dict "BindHostname" "0.0.0.0" "Port" (include "akkarealtime.clusterPort" . | int) -}}
  {{- if .Values.cluster.tls.secret -}}
    {{- $_ := set $cluster "Tls" (dict "CertificatePath" "/etc/akkarealtime/cluster-tls/tls.crt" "KeyPath" "/etc/akkarealtime/cluster-tls/tls.key" "AuthorityPath" "/etc/akkarealtime/cluster-tls/ca.crt") -}}
  {{- end -}}
  {{- $_ := set $chart "Cluster" $cluster -}}
{{- end -}}
{{- $origins := default list $options.AllowedOrigins -}}
{{- if .Values.ingress.enabled -}}
  {{- $origins = append $origins (printf "%s://%s" (ternary "https" "http" (ne .Values.ingress.tlsSecret "")) .Values.ingress.host) -}}
{{- end -}}
{{- if .Values.httpRoute.enabled -}}
  {{- range .Values.httpRoute.hostnames -}}{{- $origins = append $origins (printf "https://%s" .) -}}{{- end -}}
{{- end -}}
{{- if $origins -}}{{- $_ := set $options "AllowedOrigins" (uniq $origins) -}}{{- end -}}
{{- mergeOverwrite (deepCopy .Values.settings) (dict "AkkaRealtime" (mergeOverwrite $options $chart)) | toPrettyJson -}}
{{- end -}}

{{/* Seconds from SIGTERM to SIGKILL: the drain, handing over what it owns, and some to spare. */}}
{{- define "akkarealtime.graceSeconds" -}}
{{- $ms := add (dig "Connections" "PreStopMs" 0 .Values.options | int64) (dig "Connections" "DrainMs" 3000 .Values.options | int64) -}}
{{- add 30 (div (add $ms 999) 1000) -}}
{{- end -}}
