{{- define "viaja.fullname" -}}
{{- default .Release.Name .Values.fullnameOverride | trunc 30 | trimSuffix "-" -}}
{{- end -}}

{{- define "viaja.rabbitmqHost" -}}
{{- if .Values.rabbitmq.cluster.enabled -}}
{{ include "viaja.fullname" . }}-rabbitmq
{{- else -}}
{{ .Values.rabbitmq.host }}
{{- end -}}
{{- end -}}

{{- define "viaja.mysqlHost" -}}
{{- if .Values.mysql.cluster.enabled -}}
{{ include "viaja.fullname" . }}-mysql
{{- else -}}
{{ .Values.mysql.host }}
{{- end -}}
{{- end -}}

{{- define "viaja.redisHost" -}}
{{- default (printf "%s-redis" (include "viaja.fullname" .)) .Values.redis.host -}}
{{- end -}}

{{- define "viaja.image" -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}

{{/* Of all objects of a release, by which they are selected. */}}
{{- define "viaja.instance" -}}
app.kubernetes.io/name: viaja
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "viaja.labels" -}}
{{ include "viaja.instance" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* {services: […]}: what differs between the services, each of which is a queue, a login at each
server and a Secret. */}}
{{- define "viaja.services" -}}
{{- $values := .Values -}}
{{- $services := list -}}
{{- range $name := list "session" "hotel" "event" "payment" -}}
{{- $services = append $services (dict "name" $name "queue" $name "mysqlUser" $name
    "command" (list (printf "%s-service" $name)) "values" (get $values $name)) -}}
{{- end -}}
{{- range $carrier := .Values.flight.carriers -}}
{{- $services = append $services (dict "name" (printf "flight-%s" (lower $carrier))
    "queue" (printf "flight.%s" $carrier) "mysqlUser" (printf "flight_%s" (lower $carrier))
    "command" (list "flight-service" "--carrier" $carrier) "values" $values.flight) -}}
{{- end -}}
{{- toJson (dict "services" $services) -}}
{{- end -}}
