{{/* What the schema can't say, in sentences that tell what to change. */}}
{{- define "akkarealtime.check" -}}
{{- $options := .Values.options -}}
{{- $secret := "would stand in a ConfigMap for everybody to read. Put it into a Secret, and name that in secretOptions." -}}
{{- $managed := "is set by the chart. Leave it out." -}}
{{- $storage := "is set by the chart: choose by store.kind." -}}
{{- $why := dict "Auth:SigningKey" $secret "Calls:TurnSecret" $secret "Files:S3:AccessKey" $secret "Files:S3:SecretKey" $secret "Telemetry:Otlp:Headers" $secret "BeforeSend:Secret" $secret "ConnectHook:Secret" $secret "Push:PrivateKey" $secret
      "DataDirectory" $storage "Management" $managed "Cluster:Hostname" $managed "Cluster:Port" $managed "Cluster:BindHostname" $managed "Cluster:BindPort" $managed
      "Cluster:Tls" "is set by the chart: name a Secret in cluster.tls.secret." "Cluster:SeedNodes" "isn't needed: nodes find each other in the database. Leave it out." -}}
{{- range $path, $sentence := $why -}}
  {{- if include "akkarealtime.option" (list $options $path) -}}
    {{- fail (printf "options.%s %s" (replace ":" "." $path) $sentence) -}}
  {{- end -}}
{{- end -}}
{{- range $i, $key := dig "Admin" "ApiKeys" list $options -}}
  {{- if not (hasPrefix "sha256:" $key) -}}{{- fail (printf "options.Admin.ApiKeys[%d] %s Or write its hash, sha256:…" $i $secret) -}}{{- end -}}
{{- end -}}
{{- range $i, $key := dig "Admin" "Keys" list $options -}}
  {{- if not (hasPrefix "sha256:" (toString (default "sha256:" $key.Key))) -}}{{- fail (printf "options.Admin.Keys[%d].Key %s Or write its hash, sha256:…" $i $secret) -}}{{- end -}}
{{- end -}}
{{- range $i, $janus := dig "Calls" "Janus" list $options -}}
  {{- if or $janus.ApiSecret $janus.AdminKey -}}{{- fail (printf "What opens options.Calls.Janus[%d] %s It is Calls:Janus:%d:ApiSecret and Calls:Janus:%d:AdminKey there." $i $secret $i $i) -}}{{- end -}}
{{- end -}}

{{- if not (or (include "akkarealtime.option" (list $options "Auth:Authority")) (hasKey .Values.secretOptions "Auth:SigningKey") (include "akkarealtime.option" (list $options "ConnectHook:Url")) (dig "DevSignIn" false $options)) -}}
  {{- fail "Nobody could sign in: set options.Auth.Authority and options.Auth.Audience to your OpenID Connect issuer and this server's name there, or secretOptions.Auth:SigningKey to a key that your own sign-in uses, or options.ConnectHook.Url to a server of yours that knows tokens. To try the server out, set options.DevSignIn=true: then anybody signs in with just a name." -}}
{{- end -}}
{{- if eq .Values.store.kind "sqlite" -}}
  {{- if or .Values.autoscaling.enabled (ne (int .Values.replicas) 1) -}}{{- fail "With SQLite there is one server: set replicas=1 and autoscaling.enabled=false, or store.kind=postgres." -}}{{- end -}}
  {{- if .Values.cluster.tls.secret -}}{{- fail "With SQLite there are no other nodes: leave cluster.tls.secret out, or set store.kind=postgres." -}}{{- end -}}
{{- else -}}
  {{- if not .Values.store.postgres.secret.name -}}{{- fail "Where is the database? Set store.postgres.secret.name to a Secret that has its connection string, or store.kind=sqlite for one server with a volume of its own." -}}{{- end -}}
  {{- if not (or .Values.files.existingClaim (include "akkarealtime.option" (list $options "Files:S3:Endpoint"))) -}}
    {{- fail "Uploads need one place for all pods: set options.Files.S3 (with its keys in secretOptions), or files.existingClaim to a claim that many may write to." -}}
  {{- end -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas." -}}{{- end -}}
{{- if and .Values.autoscaling.enabled (not .Values.autoscaling.connectionsPerPod) (not .Values.autoscaling.cpuUtilization) -}}{{- fail "autoscaling has nothing to go by: set autoscaling.connectionsPerPod or autoscaling.cpuUtilization." -}}{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}{{- fail "Set ingress.host to the name that browsers reach the server by." -}}{{- end -}}
{{- if and .Values.httpRoute.enabled (or (not .Values.httpRoute.parentRefs) (not .Values.httpRoute.hostnames)) -}}{{- fail "Set httpRoute.parentRefs to your Gateway, and httpRoute.hostnames to the names that browsers reach the server by." -}}{{- end -}}
{{- end -}}

{{/* list options "Auth:SigningKey": the value, or nothing. */}}
{{- define "akkarealtime.option" -}}
{{- $value := index . 0 -}}
{{- range $name := splitList ":" (index . 1) -}}
  {{- if kindIs "map" $value -}}{{- $value = get $value $name -}}{{- else -}}{{- $value = "" -}}{{- end -}}
{{- end -}}
{{- if $value -}}{{- toString $value -}}{{- end -}}
{{- end -}}
