package io.shearwater.client;

import io.shearwater.api.FeatureStore;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/** Stores behind servers of this process, for suites that know nothing of servers. */
final class ServedStores {
    static final String PROJECT = "default";

    private ServedStores() {}

    /** A store behind a server; closing it ends the server too. */
    static FeatureStore open(Path directory, InstantSource clock) {
        boolean isNew = Files.notExists(directory.resolve("administrator.key"));
        ShearwaterServer server = start(directory, clock);
        try {
            if (isNew) {
                createProject(server.url(), key(directory));
            }
            FeatureStore store = RemoteFeatureStore.connect(server.url(), PROJECT, key(directory));
            return closingBoth(store, server);
        } catch (RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    static ShearwaterServer start(Path directory, InstantSource clock) {
        return ShearwaterServer.start(directory, ServerOptions.defaults().withClock(clock));
    }

    /** The administrator's key. */
    static String key(Path directory) {
        try {
            return Files.readString(directory.resolve("administrator.key")).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void createProject(String url, String key) {
        createProject(url, key, PROJECT);
    }

    static void createProject(String url, String key, String name) {
        createProject(url, key, name, HttpClient.newBuilder());
    }

    static void createProject(String url, String key, SSLContext trust) {
        createProject(url, key, PROJECT, HttpClient.newBuilder().sslContext(trust));
    }

    private static void createProject(String url, String key, String name, HttpClient.Builder connecting) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/projects"))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"" + name + "\"}"))
                .build();
        try (HttpClient client = connecting.build()) {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            if (status != 201 && status != 409) {
                throw new AssertionError("the project was not made: " + status);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private static FeatureStore closingBoth(FeatureStore store, ShearwaterServer server) {
        return (FeatureStore) Proxy.newProxyInstance(
                FeatureStore.class.getClassLoader(),
                new Class<?>[] {FeatureStore.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(store, arguments);
                        if (method.getName().equals("close")) {
                            server.close();
                        }
                        return result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
