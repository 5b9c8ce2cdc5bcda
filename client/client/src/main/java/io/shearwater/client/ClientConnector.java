package io.shearwater.client;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.StoreConnector;
import java.util.Map;
import java.util.Optional;

/** Finds this client for {@link FeatureStore#connect}. Thread-safe. */
public final class ClientConnector implements StoreConnector {
    private final Map<String, String> environment;

    /** With the environment of this process. */
    public ClientConnector() {
        this(System.getenv());
    }

    ClientConnector(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public FeatureStore connect(Server server) {
        return RemoteFeatureStore.connect(options(server));
    }

    ConnectOptions options(Server server) {
        String key = server.apiKey().or(() -> named("SHEARWATER_API_KEY")).orElse("");
        String address = server.address().or(() -> named("SHEARWATER_HOST")).orElse("localhost");
        ConnectOptions options = ConnectOptions.of(address, key);
        return server.project()
                .or(() -> named("SHEARWATER_PROJECT"))
                .map(options::withProject)
                .orElse(options);
    }

    private Optional<String> named(String variable) {
        return Optional.ofNullable(environment.get(variable)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
