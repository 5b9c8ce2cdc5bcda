package io.shearwater.access;

import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.DefinitionKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users of a store. Administrators manage them; a store keeps one that is enabled, once it has any. All calls throw
 * NOT_ALLOWED to others, and NOT_FOUND for a user that is not there. Thread-safe.
 */
public final class Users {
    private final AccessState state;
    private final Access access;

    Users(AccessState state, Access access) {
        this.state = state;
        this.access = access;
    }

    /** Whether anybody administers the store; if not, only the operator can make the first. */
    public boolean hasAdministrator() {
        return state.users().values().stream().anyMatch(User::administers);
    }

    /** By name. */
    public List<User> list(Authenticated by) {
        access.requireAdministrator(by);
        return state.users().values().stream()
                .sorted(Comparator.comparing(User::name))
                .toList();
    }

    public Optional<User> find(Authenticated by, String name) {
        if (!by.principal().text().equals(name)) {
            access.requireAdministrator(by);
        }
        return state.user(name);
    }

    /**
     * Makes a user known, who is a member of nothing yet.
     *
     * @throws ShearwaterException ALREADY_EXISTS also for a name that differs in upper and lower case only, so that nobody is taken
     *     for somebody else; BAD_REQUEST for a name that cannot be one
     */
    public User register(Authenticated by, String name) {
        access.requireAdministrator(by);
        Principal.User principal = new Principal.User(name);
        return state.change(by, draft -> {
            for (String known : state.users().keySet()) {
                if (known.equalsIgnoreCase(name)) {
                    throw AccessError.ALREADY_EXISTS.because("The user '" + known + "' exists already.");
                }
            }
            User user = new User(principal, User.Standing.MEMBER, User.State.ENABLED, state.now());
            return put(draft, user, "register user");
        });
    }

    /** Makes a user an administrator. */
    public User appoint(Authenticated by, String name) {
        access.requireAdministrator(by);
        return state.change(
                by, draft -> put(draft, user(name).with(User.Standing.ADMINISTRATOR), "appoint administrator"));
    }

    /**
     * Makes an administrator a user like others.
     *
     * @throws ShearwaterException LAST_OF_ITS_KIND
     */
    public User dismiss(Authenticated by, String name) {
        access.requireAdministrator(by);
        return state.change(by, draft -> {
            requireAnother(name, "dismissed");
            return put(draft, user(name).with(User.Standing.MEMBER), "dismiss administrator");
        });
    }

    /**
     * Refuses every key and token of a user from now on, until it is enabled again.
     *
     * @throws ShearwaterException LAST_OF_ITS_KIND
     */
    public User disable(Authenticated by, String name) {
        access.requireAdministrator(by);
        return state.change(by, draft -> {
            requireAnother(name, "disabled");
            return put(draft, user(name).with(User.State.DISABLED), "disable user");
        });
    }

    public User enable(Authenticated by, String name) {
        access.requireAdministrator(by);
        return state.change(by, draft -> put(draft, user(name).with(User.State.ENABLED), "enable user"));
    }

    /**
     * Takes out a user with its keys, memberships and private secrets.
     *
     * @throws ShearwaterException LAST_OF_ITS_KIND for the last administrator, or the last data owner of a project, which is named
     */
    public void remove(Authenticated by, String name) {
        access.requireAdministrator(by);
        state.change(by, draft -> {
            User user = user(name);
            requireAnother(name, "removed");
            for (Map.Entry<String, Map<Principal, Member>> project :
                    state.members().entrySet()) {
                if (project.getValue().containsKey(user.principal())) {
                    Members.requireAnotherOwner(state, project.getKey(), user.principal());
                    draft.remove(AccessJson.member(project.getKey(), user.principal()));
                }
            }
            state.keys().values().stream()
                    .map(KeyRecord::key)
                    .filter(key -> key.principal().equals(user.principal()))
                    .forEach(key -> draft.remove(AccessJson.apiKey(key.id())));
            dropSecrets(draft, user.principal());
            draft.remove(AccessJson.key(user.principal()));
            draft.audit(DefinitionKey.STORE, "remove user", name);
            return user;
        });
    }

    /** A namesake who comes later is somebody else. */
    private static void dropSecrets(AccessState.Draft draft, Principal.User user) {
        for (String project : draft.registry().projects()) {
            draft.registry().list(project, DefinitionKey.Kind.SECRET).stream()
                    .filter(stored -> Secrets.ownerOf(stored.key()).equals(user.text()))
                    .forEach(stored -> draft.drop(stored.key()));
        }
    }

    private User put(AccessState.Draft draft, User user, String action) {
        draft.put(AccessJson.key(user.principal()), AccessJson.write(user));
        draft.audit(DefinitionKey.STORE, action, user.name());
        return user;
    }

    User user(String name) {
        return state.user(name).orElseThrow(() -> missing(name));
    }

    private ShearwaterException missing(String name) {
        return AccessError.NOT_FOUND.because("There is no user '" + Words.shown(name) + "'."
                + Names.didYouMean(name, state.users().keySet()) + " An administrator registers users.");
    }

    private void requireAnother(String name, String done) {
        boolean last = user(name).administers()
                && state.users().values().stream()
                        .noneMatch(other -> other.administers() && !other.name().equals(name));
        if (last) {
            throw AccessError.LAST_OF_ITS_KIND.because("The user '" + name + "' cannot be " + done
                    + ": it is the only administrator that is enabled. Appoint another first.");
        }
    }
}
