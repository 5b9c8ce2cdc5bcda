package io.shearwater.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What stands between a client and its server, and does to the next requests what it is told. */
final class FaultyProxy implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final HttpServer proxy;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String server;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** What becomes of a request. */
    sealed interface Fault {
        /** It is answered here. */
        record Answer(int status, Map<String, String> headers, String body) implements Fault {}

        /** It is passed on, and the connection ends instead of the answer. */
        record LoseAnswer() implements Fault {}

        /** The connection ends, and nothing is passed on. */
        record LoseRequest() implements Fault {}

        /** Nothing is passed on and nothing is answered. */
        record Silence() implements Fault {}
    }

    /** A request that came. */
    record Seen(String method, String path, String idempotencyKey, long nanoTime) {}

    FaultyProxy(String server) throws IOException {
        this.server = server;
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(threads);
        proxy.createContext("/", this::handle);
        proxy.start();
    }

    String url() {
        return "http://127.0.0.1:" + proxy.getAddress().getPort();
    }

    /** From now on this is done, to a request each, and nothing was seen before. */
    void next(Fault... wanted) {
        seen.clear();
        faults.clear();
        faults.addAll(List.of(wanted));
    }

    /** The requests since the last {@link #next}. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Waits until so many requests came since the last {@link #next}. */
    void awaitSeen(int many) throws InterruptedException {
        while (seen.size() < many) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    static Fault answering(int status) {
        return new Fault.Answer(status, Map.of(), "");
    }

    static Fault answering(int status, String retryAfter) {
        return new Fault.Answer(status, Map.of("Retry-After", retryAfter), "");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    key == null ? "" : key,
                    System.nanoTime()));
            switch (faults.poll()) {
                case null -> answer(exchange, passedOn(exchange, body));
                case Fault.Answer given -> {
                    given.headers().forEach(exchange.getResponseHeaders()::add);
                    byte[] text = given.body().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(given.status(), text.length == 0 ? -1 : text.length);
                    exchange.getResponseBody().write(text);
                }
                case Fault.LoseAnswer() -> passedOn(exchange, body);
                case Fault.LoseRequest() -> {}
                case Fault.Silence() -> awaitEnd();
            }
        }
    }

    private void awaitEnd() throws IOException {
        try {
            end.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private HttpResponse<byte[]> passedOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                new ArrayList<>(values).forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        int length = response.body().length;
        exchange.sendResponseHeaders(response.statusCode(), length == 0 ? -1 : length);
        exchange.getResponseBody().write(response.body());
    }

    @Override
    public void close() {
        end.countDown();
        proxy.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
