{{/* What every pod of the chart has, and its containers. */}}
{{- define "viaja.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "viaja.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* Variables of services of the same namespace are not wanted: that of a service named viaja would
be taken for VIAJA_PORT. */}}
{{- define "viaja.podDefaults" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- with .Values.scheduling.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.scheduling.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.scheduling.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* Of the component `component` of the chart `root`. */}}
{{- define "viaja.spread" -}}
topologySpreadConstraints:
{{- range $key, $then := dict "topology.kubernetes.io/zone" .root.Values.scheduling.spreadZones
    "kubernetes.io/hostname" .root.Values.scheduling.spreadHosts }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: {{ $then }}
    labelSelector:
      matchLabels:
        {{- include "viaja.instance" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.component }}
    matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end -}}

{{/* The environment of a service: `root` and `service`. */}}
{{- define "viaja.environment" -}}
{{- $values := .root.Values -}}
- {name: VIAJA_HOST, value: 0.0.0.0}
- {name: VIAJA_PORT, value: "8080"}
- {name: VIAJA_RABBITMQ_HOST, value: {{ include "viaja.rabbitmqHost" .root | quote }}}
- {name: VIAJA_RABBITMQ_PORT, value: {{ $values.rabbitmq.port | quote }}}
- {name: VIAJA_RABBITMQ_VHOST, value: {{ $values.rabbitmq.vhost | quote }}}
- {name: VIAJA_RABBITMQ_QUEUES, value: {{ $values.rabbitmq.queues }}}
- {name: VIAJA_RABBITMQ_USER, value: {{ .service.queue | quote }}}
- {name: VIAJA_RABBITMQ_PASSWORD_FILE, value: /run/secrets/rabbitmq}
{{- include "viaja.tlsEnvironment" (dict "root" .root "server" "rabbitmq") }}
{{ include "viaja.mysqlEnvironment" . }}
- {name: VIAJA_TEST_MODE, value: {{ ternary "1" "0" $values.testMode | quote }}}
{{- if $values.secrets.operatorToken }}
- {name: VIAJA_OPERATOR_TOKEN_FILE, value: /run/secrets/operator}
{{- end }}
{{- if eq .service.name "session" }}
- {name: VIAJA_REDIS_HOST, value: {{ include "viaja.redisHost" .root | quote }}}
- {name: VIAJA_REDIS_PORT, value: {{ $values.redis.port | quote }}}
- {name: VIAJA_REDIS_USER, value: session}
- {name: VIAJA_REDIS_PASSWORD_FILE, value: /run/secrets/redis}
{{- include "viaja.tlsEnvironment" (dict "root" .root "server" "redis") }}
- {name: VIAJA_CARRIERS, value: {{ join "," $values.flight.carriers | quote }}}
- {name: VIAJA_LEGACY_API, value: {{ ternary "1" "0" $values.legacyApi | quote }}}
- {name: VIAJA_TRUSTED_PROXIES, value: {{ $values.trustedProxies | quote }}}
{{- end }}
{{- if eq .service.name "payment" }}
- {name: VIAJA_GATEWAY, value: {{ $values.gateway }}}
{{- if eq $values.gateway "stripe" }}
- {name: VIAJA_STRIPE_KEY_FILE, value: /run/secrets/stripe}
{{- end }}
{{- if $values.secrets.webhook }}
- {name: VIAJA_WEBHOOK_SECRET_FILE, value: /run/secrets/webhook}
{{- end }}
{{- if $values.secrets.stripeWebhook }}
- {name: VIAJA_STRIPE_WEBHOOK_SECRET_FILE, value: /run/secrets/stripe-webhook}
{{- end }}
{{- end }}
{{- include "viaja.settings" .root }}
{{- end -}}

{{/* Of every process; begins with a line end where there are any. */}}
{{- define "viaja.settings" -}}
{{- range $name, $value := .Values.settings }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end -}}

{{- define "viaja.mysqlEnvironment" -}}
- {name: VIAJA_MYSQL_HOST, value: {{ include "viaja.mysqlHost" .root | quote }}}
- {name: VIAJA_MYSQL_PORT, value: {{ .root.Values.mysql.port | quote }}}
- {name: VIAJA_MYSQL_USER, value: {{ .service.mysqlUser }}}
- {name: VIAJA_MYSQL_PASSWORD_FILE, value: /run/secrets/mysql}
{{- include "viaja.tlsEnvironment" (dict "root" .root "server" "mysql") }}
{{- end -}}

{{/* Of the server `server`; begins with a line end where there is any. */}}
{{- define "viaja.tlsEnvironment" -}}
{{- $tls := (get .root.Values .server).tls -}}
{{- if $tls.secret }}
- {name: VIAJA_{{ upper .server }}_TLS_CA, value: /run/tls/{{ .server }}/ca.crt}
{{- if $tls.clientCertificate }}
- {name: VIAJA_{{ upper .server }}_TLS_CERTIFICATE, value: /run/tls/{{ .server }}/tls.crt}
- {name: VIAJA_{{ upper .server }}_TLS_KEY, value: /run/tls/{{ .server }}/tls.key}
{{- end }}
{{- end }}
{{- end -}}

{{/* The certificates for `servers`, a list, as /run/tls/SERVER. Kubernetes changes the files when the
Secret is changed, since they are mounted as a folder. */}}
{{- define "viaja.tlsMounts" -}}
{{- range .servers }}
{{- if (get $.root.Values .).tls.secret }}
- {name: tls-{{ . }}, mountPath: /run/tls/{{ . }}, readOnly: true}
{{- end }}
{{- end }}
{{- end -}}

{{- define "viaja.tlsVolumes" -}}
{{- range $server := .servers }}
{{- with (get $.root.Values $server).tls.secret }}
- name: tls-{{ $server }}
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- end }}
{{- end -}}

{{/* A process that waits for its servers at its start does not listen yet, and is left to wait. */}}
{{- define "viaja.probes" -}}
startupProbe:
  httpGet: {path: /livez, port: http}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 900
livenessProbe:
  httpGet: {path: /livez, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 2
{{- end -}}

{{/* The Secret of the service, as /run/secrets. */}}
{{- define "viaja.secretsVolume" -}}
- name: secrets
  secret:
    secretName: {{ .root.Values.secrets.prefix }}{{ .service.name }}
    defaultMode: 0440
{{- end -}}
