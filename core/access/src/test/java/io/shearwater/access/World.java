package io.shearwater.access;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.spi.Actor;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.testing.InMemoryRegistryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A store with an administrator, and the project {@code fraud} that Olga owns. Everybody has a key without limits. Not
 * thread-safe.
 */
final class World {
    static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("holder_id", DataType.LONG)
            .feature("cc_num", DataType.STRING)
            .feature("limit_left", DataType.DOUBLE)
            .feature("at", DataType.TIMESTAMP)
            .feature("bank_id", DataType.LONG)
            .primaryKey("cc_num")
            .eventTime("at")
            .foreignKey("banks", "bank_id")
            .build();

    final InMemoryRegistryStore.Disk disk = new InMemoryRegistryStore.Disk();
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");
    final InMemoryRegistryStore store = new InMemoryRegistryStore(disk, this::now);
    final AccessOptions options = AccessOptions.defaults().withClock(this::now);
    final Access access = new Access(store, options);
    final Authenticated operator = Authenticated.operator();
    final Authenticated admin = user("ada@example.com");
    final Authenticated olga;

    World() {
        access.users().appoint(operator, "ada@example.com");
        olga = user("olga@example.com");
        project("fraud", "olga@example.com");
    }

    void project(String name, String owner) {
        store.change(Actor.local(), tx -> {
            tx.audit(name, "create project", name);
            DefinitionKey key = new DefinitionKey(name, DefinitionKey.Kind.PROJECT, name, 0);
            return tx.put(new Definition(key, "{}", 0, List.of()));
        });
        access.members().found(admin, name, owner);
    }

    /** A registered user, by the key that the operator handed out. */
    Authenticated user(String name) {
        access.users().register(operator, name);
        return access.authenticate(key(name).text());
    }

    IssuedKey key(String user) {
        return access.keys().create(operator, KeyRequest.of(new Principal.User(user), "first"));
    }

    /** A new user in a role of the project {@code fraud}. */
    Authenticated member(String name, Role role) {
        Authenticated who = user(name);
        access.members().add(olga, "fraud", who.principal(), role);
        return who;
    }

    Instant now() {
        return now;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** The same store, opened again. */
    Access reopened() {
        return new Access(new InMemoryRegistryStore(disk, this::now), options);
    }
}
