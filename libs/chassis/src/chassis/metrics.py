"""What Prometheus sees of every service."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("http_requests_total", "Requests answered", ["service", "method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "http_request_seconds",
    "Time from the first byte in to the last byte out",
    ["service", "route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
OUTBOX_PENDING = Gauge("outbox_pending", "Messages that wait to be sent, as the relay last saw (at most one set of 500)", ["service"])
MESSAGES = Counter("messages_handled_total", "Messages taken off the broker", ["service", "consumer", "outcome"])
MESSAGE_SECONDS = Histogram("message_seconds", "Time to handle one set of messages", ["service", "consumer"])
MESSAGE_LAG = Gauge(
    "consumer_lag", "Messages that wait for this consumer, in JetStream and here, when it last took some", ["service", "consumer"]
)
DEAD_LETTERS = Counter("dead_letters_total", "Messages set aside for a person", ["service", "consumer"])
JOB_RUNS = Counter("job_runs_total", "Runs of timed jobs", ["service", "job", "outcome"])
