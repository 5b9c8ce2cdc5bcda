package io.shearwater.access;

import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import java.util.Comparator;
import java.util.List;

/**
 * The service accounts of projects. Each belongs to one project and becomes its member like a user, so that the role says
 * what it may. Needs {@link Permission#MEMBERS_EDIT}, looking {@link Permission#MEMBERS_READ}; calls throw what
 * {@link Access#require} does, and NOT_FOUND. Thread-safe.
 */
public final class ServiceAccounts {
    private static final int LONGEST_DESCRIPTION = 1_000;

    private final AccessState state;
    private final Access access;

    ServiceAccounts(AccessState state, Access access) {
        this.state = state;
        this.access = access;
    }

    /** By name. */
    public List<ServiceAccount> list(Authenticated by, String project) {
        access.require(by, project, Permission.MEMBERS_READ);
        return state.accounts().values().stream()
                .filter(account -> account.principal().project().equals(project))
                .sorted(Comparator.comparing(account -> account.principal().name()))
                .toList();
    }

    /**
     * Makes a service account that is a member of nothing yet.
     *
     * @throws ShearwaterException ALREADY_EXISTS, BAD_NAME
     */
    public ServiceAccount create(Authenticated by, String project, String name, String description) {
        access.require(by, project, Permission.MEMBERS_EDIT);
        Principal.ServiceAccount principal = new Principal.ServiceAccount(project, name);
        if (description.length() > LONGEST_DESCRIPTION) {
            throw AccessError.BAD_REQUEST.because("The description of the " + principal + " has " + description.length()
                    + " characters; it has at most " + LONGEST_DESCRIPTION + ".");
        }
        return state.change(by, draft -> {
            if (state.account(principal).isPresent()) {
                throw AccessError.ALREADY_EXISTS.because(
                        "The " + principal + " exists already in the project '" + project + "'.");
            }
            ServiceAccount account = new ServiceAccount(principal, description, User.State.ENABLED, state.now());
            return put(draft, account, "create service account");
        });
    }

    /** Refuses every key of a service account from now on, until it is enabled again. */
    public ServiceAccount disable(Authenticated by, String project, String name) {
        return change(by, project, name, User.State.DISABLED);
    }

    public ServiceAccount enable(Authenticated by, String project, String name) {
        return change(by, project, name, User.State.ENABLED);
    }

    private ServiceAccount change(Authenticated by, String project, String name, User.State next) {
        access.require(by, project, Permission.MEMBERS_EDIT);
        return state.change(by, draft -> {
            ServiceAccount account = account(new Principal.ServiceAccount(project, name));
            String action = next == User.State.ENABLED ? "enable service account" : "disable service account";
            return put(draft, account.with(next), action);
        });
    }

    /** Takes out a service account with its keys and its membership. */
    public void remove(Authenticated by, String project, String name) {
        access.require(by, project, Permission.MEMBERS_EDIT);
        state.change(by, draft -> {
            ServiceAccount account = account(new Principal.ServiceAccount(project, name));
            remove(draft, account);
            draft.audit(project, "remove service account", name);
            return account;
        });
    }

    private void remove(AccessState.Draft draft, ServiceAccount account) {
        state.keys().values().stream()
                .map(KeyRecord::key)
                .filter(key -> key.principal().equals(account.principal()))
                .forEach(key -> draft.remove(AccessJson.apiKey(key.id())));
        draft.remove(AccessJson.member(account.principal().project(), account.principal()));
        draft.remove(AccessJson.key(account.principal()));
    }

    /** Takes out all of a project. */
    void removeAll(AccessState.Draft draft, String project) {
        state.accounts().values().stream()
                .filter(account -> account.principal().project().equals(project))
                .forEach(account -> remove(draft, account));
    }

    private ServiceAccount put(AccessState.Draft draft, ServiceAccount account, String action) {
        draft.put(AccessJson.key(account.principal()), AccessJson.write(account));
        draft.audit(account.principal().project(), action, account.principal().name());
        return account;
    }

    ServiceAccount account(Principal.ServiceAccount principal) {
        return state.account(principal).orElseThrow(() -> {
            List<String> names = state.accounts().keySet().stream()
                    .filter(known -> known.project().equals(principal.project()))
                    .map(Principal.ServiceAccount::name)
                    .sorted()
                    .toList();
            return AccessError.NOT_FOUND.because("There is no " + principal + " in the project '" + principal.project()
                    + "'; there are " + names + "." + Names.didYouMean(principal.name(), names));
        });
    }
}
