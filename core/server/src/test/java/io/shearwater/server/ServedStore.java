package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.rest.RouteSummary;
import io.shearwater.rest.Verb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A server that runs, as a caller with a key sees it. All that is sent and answered is held against the description of the API. */
final class ServedStore implements AutoCloseable {
    /** That of all servers of this process, which are of one version. */
    private static final AtomicReference<DescribedApi> DESCRIBED = new AtomicReference<>();

    private final ShearwaterServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> log;
    private final String key;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private String otherAdministrator = "";

    private ServedStore(ShearwaterServer server, List<String> log, String key) {
        this.server = server;
        this.log = log;
        this.key = key;
    }

    static ServedStore start(Path directory) {
        List<String> log = new CopyOnWriteArrayList<>();
        ShearwaterServer server =
                ShearwaterServer.start(directory, ServerOptions.defaults().withLog(log::add));
        return new ServedStore(server, log, read(directory.resolve("administrator.key")));
    }

    /** A server that somebody else started, with a key. */
    static ServedStore over(ShearwaterServer server, String key) {
        return new ServedStore(server, List.of(), key);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    ShearwaterServer server() {
        return server;
    }

    /** The administrator's key. */
    String key() {
        return key;
    }

    List<String> log() {
        return log;
    }

    /** Waits until a line of the log is so: a request is logged after its answer. */
    void awaitLogged(Predicate<String> wanted) {
        assertThat(once(() -> log.stream().anyMatch(wanted))).as("in %s", log).isTrue();
    }

    /** Waits until the metrics have a text: a request is counted after its answer. */
    void awaitCounted(String sample) {
        assertThat(once(() -> get("/metrics").body().contains(sample)))
                .as("%s in %s", sample, get("/metrics").body())
                .isTrue();
    }

    private static boolean once(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return true;
    }

    DescribedApi described() {
        DescribedApi known = DESCRIBED.get();
        if (known != null) {
            return known;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/openapi.json"))
                .build();
        DescribedApi described = new DescribedApi(new String(exchanged(request).body(), StandardCharsets.UTF_8));
        DESCRIBED.set(described);
        return described;
    }

    /** What was asked for and done, as {@code GET /api/v1/whoami}. */
    Set<String> done() {
        return done;
    }

    /** What was answered. */
    record Reply(int status, String type, String body) {}

    Reply get(String path) {
        return send(key, "GET", path, "");
    }

    Reply post(String path, String body) {
        return send(key, "POST", path, body);
    }

    Reply put(String path, String body) {
        return send(key, "PUT", path, body);
    }

    List<RouteSummary> routes() {
        return server.routes();
    }

    /** Registers a user and gives it a key. */
    String newUser(String name) {
        assertThat(put("/api/v1/users/" + name, "{}").status()).isEqualTo(200);
        Reply made = post("/api/v1/keys", "{\"principal\": \"" + name + "\", \"label\": \"test\"}");
        assertThat(made.status()).isEqualTo(201);
        return made.body().replaceAll(".*\"secret\" ?: ?\"([^\"]+)\".*", "$1");
    }

    /** The key of an administrator who is a member of nothing. */
    String otherAdministrator() {
        if (otherAdministrator.isEmpty()) {
            otherAdministrator = newUser("root@example.com");
            assertThat(put("/api/v1/users/root@example.com", "{\"standing\": \"administrator\"}")
                            .status())
                    .isEqualTo(200);
        }
        return otherAdministrator;
    }

    /** Asks for a route, with something in each place of its path. */
    Reply ask(String as, RouteSummary route, String project) {
        String path = route.path()
                .replace("{project}", project)
                .replace("{version}", "1")
                .replace("{part}", "train")
                .replaceAll("\\{[a-z]+}", "nothing");
        return send(as, route.verb().name(), path, route.verb() == Verb.GET || route.verb() == Verb.DELETE ? "" : "{}");
    }

    /** @param as the API key; empty: none */
    Reply send(String as, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!as.isEmpty()) {
            request.header("Authorization", "Bearer " + as);
        }
        return checked(new DescribedApi.Sent(method, path, "", body), request.build());
    }

    private Reply checked(DescribedApi.Sent sent, HttpRequest request) {
        HttpResponse<byte[]> response = exchanged(request);
        Reply reply = new Reply(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                new String(response.body(), StandardCharsets.UTF_8));
        described().check(sent, reply).ifPresent(operation -> done.add(operation.toString()));
        return reply;
    }

    /** Sends bytes as the administrator. */
    Reply upload(String path, String type, byte[] body) {
        return upload("POST", path, type, body);
    }

    Reply upload(String method, String path, String type, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return checked(new DescribedApi.Sent(method, path, type, new String(body, StandardCharsets.UTF_8)), request);
    }

    /** What the administrator gets at a path, as bytes. */
    byte[] bytes(String path) {
        return exchanged(HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Bearer " + key)
                        .build())
                .body();
    }

    private HttpResponse<byte[]> exchanged(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        // In this order: a client waits for its answers.
        server.close();
        client.close();
    }
}
