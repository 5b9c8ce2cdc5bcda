package io.shearwater.gate;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells a collector of OpenTelemetry what requests did and how long their steps took, without values of data. Spans are sent in the
 * background; what a collector that does not answer leaves behind is dropped, and no request waits for it. Thread-safe.
 */
public final class Traces implements AutoCloseable {
    private static final String NAME = "shearwater";
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final TextMapGetter<String> TRACE_PARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String parent) {
            return List.of("traceparent");
        }

        @Override
        public String get(String parent, String key) {
            return key.equals("traceparent") ? parent : "";
        }
    };

    private final Optional<SdkTracerProvider> provider;
    private final Tracer tracer;

    private Traces(Optional<SdkTracerProvider> provider) {
        this.provider = provider;
        this.tracer = provider.map(TracerProvider.class::cast)
                .orElseGet(TracerProvider::noop)
                .get(NAME);
    }

    /** Tells nobody; costs nothing. */
    public static Traces off() {
        return new Traces(Optional.empty());
    }

    /** Starts to tell. */
    public static Traces start(TraceOptions options) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(options.endpoint().toString())
                .setTimeout(LONGEST_END);
        options.headers().forEach(exporter::addHeader);
        return new Traces(Optional.of(SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), NAME)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(options.share())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
                .build()));
    }

    /** A request, from when it may be answered until it is. */
    static final class Request implements AutoCloseable {
        private static final ScopedValue<Span> CURRENT = ScopedValue.newInstance();

        private final Span span;

        private Request(Span span) {
            this.span = span;
        }

        /** Does what the request asks for. */
        <T> T call(ScopedValue.CallableOp<T, RuntimeException> work) {
            return ScopedValue.where(CURRENT, span).call(work);
        }

        void endedWith(String code) {
            span.setAttribute("shearwater.outcome", code);
            if (!code.equals("ok")) {
                span.setStatus(StatusCode.ERROR, code);
            }
        }

        @Override
        public void close() {
            span.end();
        }
    }

    Request request(Caller caller, Task task) {
        if (provider.isEmpty()) {
            return new Request(Span.getInvalid());
        }
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), caller.trace(), TRACE_PARENT);
        return new Request(tracer.spanBuilder(task.action().text())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("shearwater.request_id", caller.requestId())
                .setAttribute("shearwater.protocol", caller.protocol())
                .setAttribute("shearwater.project", Masked.of(task.project()))
                .setAttribute("shearwater.asset", Masked.of(task.asset()))
                .startSpan());
    }

    /** A step of the request that this thread answers, which ended just now. */
    void step(String name, Duration took) {
        Span request = Request.CURRENT.orElse(Span.getInvalid());
        if (request.isRecording()) {
            Instant end = Instant.now();
            tracer.spanBuilder(name)
                    .setParent(Context.root().with(request))
                    .setStartTimestamp(end.minus(took))
                    .startSpan()
                    .end(end);
        }
    }

    /** Sends what waits, for a few seconds at most. */
    @Override
    public void close() {
        provider.ifPresent(some -> some.shutdown().join(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS));
    }
}
