package io.shearwater.access;

import io.shearwater.spi.Actor;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Who there is and what they may, all of it in memory, since every request asks. Changes go to the registry first, one after
 * the other, and are seen by every thread before they return; the registry has one writing process, so that nothing else
 * changes it. Reading takes no lock. Thread-safe.
 */
final class AccessState {
    private final RegistryStore store;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();

    private volatile Tables tables;

    private record Tables(
            Map<String, User> users,
            Map<Principal.ServiceAccount, ServiceAccount> accounts,
            Map<String, KeyRecord> keys,
            Map<String, Map<Principal, Member>> members) {
        Tables() {
            this(
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>());
        }

        void remember(Definition stored) {
            DefinitionKey key = stored.key();
            switch (key.kind()) {
                case USER -> users.put(key.name(), AccessJson.user(stored));
                case API_KEY -> keys.put(key.name(), AccessJson.apiKey(stored));
                case SERVICE_ACCOUNT -> {
                    ServiceAccount account = AccessJson.account(stored);
                    accounts.put(account.principal(), account);
                }
                case MEMBER -> {
                    Member member = AccessJson.member(stored);
                    members.computeIfAbsent(key.project(), project -> new ConcurrentHashMap<>())
                            .put(member.principal(), member);
                }
                default -> throw new IllegalStateException("not about access: " + key);
            }
        }

        void forget(DefinitionKey key) {
            switch (key.kind()) {
                case USER -> users.remove(key.name());
                case API_KEY -> keys.remove(key.name());
                case SERVICE_ACCOUNT -> accounts.remove(new Principal.ServiceAccount(key.project(), key.name()));
                case MEMBER -> members.getOrDefault(key.project(), Map.of()).remove(Principal.parse(key.name()));
                default -> throw new IllegalStateException("not about access: " + key);
            }
        }
    }

    AccessState(RegistryStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.tables = load();
    }

    private Tables load() {
        Tables loaded = new Tables();
        store.read(AccessState::everything).forEach(loaded::remember);
        return loaded;
    }

    private static List<Definition> everything(RegistryReader registry) {
        List<Definition> all = new ArrayList<>();
        all.addAll(registry.list(DefinitionKey.STORE, Kind.USER));
        all.addAll(registry.list(DefinitionKey.STORE, Kind.API_KEY));
        for (String project : registry.projects()) {
            all.addAll(registry.list(project, Kind.SERVICE_ACCOUNT));
            all.addAll(registry.list(project, Kind.MEMBER));
        }
        return all;
    }

    /** What a change writes and takes away. */
    static final class Draft {
        private final RegistryTransaction tx;
        private final Map<DefinitionKey, Optional<Definition>> changed = new LinkedHashMap<>();

        private Draft(RegistryTransaction tx) {
            this.tx = tx;
        }

        void put(DefinitionKey key, String json) {
            long revision = tx.find(key).map(Definition::revision).orElse(0L);
            changed.put(key, Optional.of(tx.put(new Definition(key, json, revision, List.of()))));
        }

        void remove(DefinitionKey key) {
            if (tx.find(key).isPresent()) {
                tx.remove(key);
            }
            changed.put(key, Optional.empty());
        }

        /** Takes out what is not held in memory. */
        void drop(DefinitionKey key) {
            tx.remove(key);
        }

        void audit(String project, String action, String subject) {
            tx.audit(project, action, subject);
        }

        RegistryReader registry() {
            return tx;
        }
    }

    /**
     * Runs a change that looks at the state and drafts what becomes of it; nothing changes if it throws. No two run at once.
     */
    <T> T change(Authenticated by, Function<Draft, T> work) {
        changing.lock();
        try {
            Actor actor = new Actor(by.principal().text());
            AtomicBoolean drafted = new AtomicBoolean();
            Done<T> done;
            try {
                done = store.change(actor, tx -> {
                    drafted.set(false);
                    Draft draft = new Draft(tx);
                    T result = work.apply(draft);
                    drafted.set(true);
                    return new Done<>(result, draft.changed);
                });
            } catch (RuntimeException failure) {
                if (drafted.get()) {
                    reload(failure);
                }
                throw failure;
            }
            Tables now = tables;
            done.changed()
                    .forEach((key, definition) -> definition.ifPresentOrElse(now::remember, () -> now.forget(key)));
            return done.result();
        } finally {
            changing.unlock();
        }
    }

    private record Done<T>(T result, Map<DefinitionKey, Optional<Definition>> changed) {}

    /** It may have been committed all the same, if what failed was hearing of it. */
    private void reload(RuntimeException failure) {
        try {
            tables = load();
        } catch (RuntimeException unreadable) {
            failure.addSuppressed(unreadable);
        }
    }

    Instant now() {
        return clock.instant();
    }

    RegistryStore store() {
        return store;
    }

    Optional<User> user(String name) {
        return Optional.ofNullable(tables.users().get(name));
    }

    Map<String, User> users() {
        return tables.users();
    }

    Optional<ServiceAccount> account(Principal.ServiceAccount principal) {
        return Optional.ofNullable(tables.accounts().get(principal));
    }

    Map<Principal.ServiceAccount, ServiceAccount> accounts() {
        return tables.accounts();
    }

    Optional<KeyRecord> key(String id) {
        return Optional.ofNullable(tables.keys().get(id));
    }

    Map<String, KeyRecord> keys() {
        return tables.keys();
    }

    Optional<Member> member(String project, Principal principal) {
        return Optional.ofNullable(members(project).get(principal));
    }

    Map<Principal, Member> members(String project) {
        return tables.members().getOrDefault(project, Map.of());
    }

    /** The members of each project that has some. */
    Map<String, Map<Principal, Member>> members() {
        return tables.members();
    }

    boolean exists(RegistryReader registry, String project) {
        return registry.find(new DefinitionKey(project, Kind.PROJECT, project, 0))
                .isPresent();
    }

    /** Whether somebody is known and not disabled; users of an identity provider need not be known. */
    boolean isEnabled(Authenticated who) {
        return switch (who.principal()) {
            case Principal.Operator operator -> who.credential() instanceof Authenticated.Credential.Running;
            case Principal.ServiceAccount account ->
                account(account).map(ServiceAccount::isEnabled).orElse(false);
            case Principal.User user -> {
                User known = tables.users().get(user.name());
                yield known == null ? who.credential() instanceof Authenticated.Credential.Token : known.isEnabled();
            }
        };
    }
}
