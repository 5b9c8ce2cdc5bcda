package io.shearwater.client;

import io.shearwater.model.FeatureVector;
import io.shearwater.model.FrameReader;
import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.FeatureVectorFrames;
import io.shearwater.wire.FrameStream;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.KnownColumns;
import io.shearwater.wire.Problem;
import io.shearwater.wire.ProblemJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks a server over HTTP/1.1, with connections that are used again. Thread-safe. */
final class Http implements AutoCloseable {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final long PAGE = 1000;

    private final HttpClient client;
    private final String root;
    private final ConnectOptions options;
    /** Of vectors, of which each answer has the same. */
    private final KnownColumns columns = new KnownColumns();

    private final CountDownLatch closing = new CountDownLatch(1);

    Http(URI address, ConnectOptions options) {
        this.root = address.toString();
        this.options = options;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.timeouts().connect());
        options.trust().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** Where the server is. */
    String root() {
        return root;
    }

    ConnectOptions options() {
        return options;
    }

    boolean isClosed() {
        return closing.getCount() == 0;
    }

    /** What is answered, as a text. */
    String text(Ask ask) {
        return attempted(ask, response -> new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** Does something that answers with nothing of interest. */
    void done(Ask ask) {
        text(ask);
    }

    /** What is answered, as an object. */
    JsonObject json(Ask ask) {
        String text = text(ask);
        return understood(ask, () -> JsonObject.read(text));
    }

    /** What is answered, made of its object; members that mean nothing are refused. */
    <T> T json(Ask ask, Function<JsonObject, T> read) {
        JsonObject object = json(ask);
        return understood(ask, () -> {
            T value = read.apply(object);
            object.requireAllTaken();
            return value;
        });
    }

    /** What is answered, made of its text. */
    <T> T read(Ask ask, Function<String, T> read) {
        String text = text(ask);
        return understood(ask, () -> read.apply(text));
    }

    /** What is answered, made of its text; empty where there is none. */
    <T> Optional<T> find(Ask ask, Function<String, T> read) {
        String text = text(ask);
        return text.isEmpty() ? Optional.empty() : Optional.of(understood(ask, () -> read.apply(text)));
    }

    private static <T> T understood(Ask ask, Supplier<T> read) {
        try {
            return read.get();
        } catch (ShearwaterException odd) {
            throw ClientError.BAD_ANSWER.because(
                    "The answer to " + ask.what() + " is not as this client expects it: " + odd.getMessage()
                            + " Use a client of the server's version.",
                    odd);
        }
    }

    /** A list that comes page by page. */
    <T> List<T> pages(Ask ask, Function<JsonValue, T> read) {
        List<T> all = new ArrayList<>();
        Optional<Long> offset = Optional.of(0L);
        while (offset.isPresent()) {
            Ask page = ask.query("limit", PAGE).query("offset", offset.get());
            JsonObject answer = json(page);
            all.addAll(understood(ask, () -> answer.list("items", read)));
            offset = answer.find("next_offset").map(JsonValue::whole);
        }
        return all;
    }

    /** A list that comes at once. */
    <T> List<T> list(Ask ask, Function<JsonValue, T> read) {
        JsonObject answer = json(ask);
        return understood(ask, () -> answer.list("items", read));
    }

    /** Rows as they come; who reads them closes them. */
    FrameReader rows(Ask ask) {
        InputStream body = stream(ask.accepting(FrameStream.MEDIA_TYPE));
        try {
            return new RemoteRows(this, FrameStream.reader(body), ask.what());
        } catch (RuntimeException | Error failed) {
            close(body);
            throw failed;
        }
    }

    /** Vectors, all at once. */
    List<FeatureVector> vectors(Ask ask) {
        Ask framed = ask.accepting(FrameStream.MEDIA_TYPE);
        byte[] bytes = attempted(framed, response -> response.body().readAllBytes());
        return understood(framed, () -> FeatureVectorFrames.read(new ByteArrayInputStream(bytes), columns));
    }

    /** Bytes as they come; who reads them closes the stream. */
    InputStream stream(Ask ask) {
        return attempted(ask.work(), HttpResponse::body);
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException gone) {
            // There is nothing left to close.
        }
    }

    /** Takes what it needs of an answer. */
    @FunctionalInterface
    private interface Taking<T> {
        T take(HttpResponse<InputStream> response) throws IOException;
    }

    /** Asks until it is answered, it is refused, or there is no use in asking again. */
    private <T> T attempted(Ask ask, Taking<T> taking) {
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt >= options.retries();
            Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempt, 10));
            try {
                HttpResponse<InputStream> response = exchanged(ask);
                int status = response.statusCode();
                if (status < 300) {
                    return taking.take(response);
                }
                if (status < 400) {
                    throw elsewhere(ask, response);
                }
                Problem problem = problem(response);
                Duration asked = problem.retryAfter().orElse(Duration.ZERO);
                if (asked.compareTo(LONGEST_WAIT) > 0) {
                    throw absent(problem, asked);
                }
                if (last || !isPassing(problem, status) || !ask.mayRepeat()) {
                    throw problem.toException();
                }
                wait = problem.retryAfter().orElse(wait);
            } catch (IOException failure) {
                BrokenConnection broken = new BrokenConnection(root, failure);
                if (isClosed()) {
                    throw closedMeanwhile(ask, failure);
                }
                boolean mayRepeat = broken.neverLeft() ? ask.body().canRepeat() : ask.mayRepeat();
                if (last || broken.isLasting() || !mayRepeat) {
                    throw broken.told(ask, attempt + 1);
                }
            }
            pause(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait, ask);
        }
    }

    /** Nothing of ours sends clients elsewhere: it is something between, such as a page to log in. */
    private ShearwaterException elsewhere(Ask ask, HttpResponse<InputStream> response) {
        close(response.body());
        String to = response.headers()
                .firstValue("Location")
                .map(place -> " to " + place)
                .orElse("");
        return ClientError.BAD_ADDRESS.because("What listens at " + root + " sends this client elsewhere" + to
                + " (status " + response.statusCode() + ") instead of answering: " + ask.what()
                + ". Give the address of the server itself.");
    }

    private static ShearwaterException absent(Problem problem, Duration asked) {
        ShearwaterException refused = problem.toException();
        return new ShearwaterException(
                refused.code(), refused.getMessage() + " Ask again after " + asked.toSeconds() + " s.", refused);
    }

    private static Problem problem(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            Problem problem = ProblemJson.read(response.statusCode(), text);
            Optional<Duration> after = problem.retryAfter().isPresent()
                    ? Optional.empty()
                    : response.headers()
                            .firstValue("Retry-After")
                            .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
            return after.map(problem::withRetryAfter).orElse(problem);
        }
    }

    /** Whether the same may succeed a little later; a limit that says nothing of later stays. */
    private static boolean isPassing(Problem problem, int status) {
        return switch (status) {
            case 429 -> problem.retryAfter().isPresent();
            case 502, 503, 504 -> true;
            default -> false;
        };
    }

    private void pause(Duration time, Ask ask) {
        try {
            if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw closedMeanwhile(ask, null);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ClientError.INTERRUPTED.because(
                    "The thread was interrupted while it waited for the server.", stopped);
        }
    }

    private static ShearwaterException closedMeanwhile(Ask ask, @Nullable IOException broken) {
        String message = "The store was closed while it did this: " + ask.what() + ".";
        return broken == null ? ClientError.CLOSED.because(message) : ClientError.CLOSED.because(message, broken);
    }

    private HttpResponse<InputStream> exchanged(Ask ask) throws IOException {
        if (isClosed()) {
            throw ClientError.CLOSED.because("The store at " + root + " was closed. Connect again.");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + ask.path() + ask.query()))
                .header("Authorization", "Bearer " + options.apiKey())
                .header("Accept", ask.nature().accept());
        ask.nature().key().ifPresent(key -> request.header("Idempotency-Key", key));
        if (!ask.body().mediaType().isEmpty()) {
            request.header("Content-Type", ask.body().mediaType());
        }
        return switch (ask.body()) {
            case Body.Streamed streamed -> uploaded(ask, streamed, request);
            case Body.Whole whole -> {
                request.method(
                        ask.method(),
                        whole.bytes().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(whole.bytes()));
                yield answered(ask, request.build(), null);
            }
            default ->
                throw new IllegalStateException("no body is a " + ask.body().getClass());
        };
    }

    /** A body that may be large is made only when the server has let the request in. */
    private HttpResponse<InputStream> uploaded(Ask ask, Body.Streamed body, HttpRequest.Builder request)
            throws IOException {
        Sending sending = new Sending(body, options.timeouts());
        request.expectContinue(true).method(ask.method(), HttpRequest.BodyPublishers.ofInputStream(sending::begin));
        try {
            HttpResponse<InputStream> response = answered(ask, request.build(), sending);
            sending.rethrow();
            return response;
        } catch (IOException broken) {
            sending.rethrow();
            throw broken;
        } finally {
            sending.finish();
        }
    }

    /** A body that is sent once the server wants it. */
    private static final class Sending {
        private final Body.Streamed body;
        private final Timeouts timeouts;
        private volatile @Nullable Upload upload;

        private Sending(Body.Streamed body, Timeouts timeouts) {
            this.body = body;
            this.timeouts = timeouts;
        }

        private InputStream begin() {
            Upload begun = body.begin(timeouts);
            upload = begun;
            return begun;
        }

        private long movedAt(long otherwise) {
            Upload begun = upload;
            return begun == null ? otherwise : begun.movedAt();
        }

        /** Throws what the rows of the caller failed with. */
        private void rethrow() {
            Upload begun = upload;
            Throwable failure = begun == null ? null : begun.failure();
            switch (failure) {
                case null -> {}
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case IOException unreadable ->
                    throw ClientError.IO.because(
                            "What was to be sent cannot be read: " + IoReason.of(unreadable) + ".", unreadable);
                default -> throw new IllegalStateException(failure);
            }
        }

        private void finish() {
            Upload begun = upload;
            if (begun != null) {
                begun.finish();
            }
        }
    }

    private HttpResponse<InputStream> answered(Ask ask, HttpRequest request, @Nullable Sending sending)
            throws IOException {
        Duration patience = ask.nature().work()
                ? options.timeouts().work()
                : options.timeouts().answer();
        long started = System.nanoTime();
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(
                request, info -> new Download(options.timeouts().silence()));
        while (true) {
            long since = sending == null ? started : sending.movedAt(started);
            long left = patience.toNanos() - (System.nanoTime() - since);
            try {
                if (left <= 0) {
                    answer.cancel(true);
                    throw ClientError.TIMED_OUT.because("The server at " + root + " did not answer within " + patience
                            + ": " + ask.what() + ". Give it longer with Timeouts.");
                }
                return answer.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException look) {
                // What is sent may have moved since.
            } catch (InterruptedException stopped) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw ClientError.INTERRUPTED.because(
                        "The thread was interrupted while it waited for the server: " + ask.what() + ".", stopped);
            } catch (ExecutionException failed) {
                throw cause(failed);
            }
        }
    }

    private static IOException cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException broken -> broken;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case null, default -> new IOException(failed);
        };
    }

    /** Ends what runs and lets go of all connections. */
    @Override
    public void close() {
        closing.countDown();
        client.shutdownNow();
    }
}
