package io.shearwater.access;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.DefinitionKey.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is a member of which project, in which role, and what restricted members were granted. Needs
 * {@link Permission#MEMBERS_EDIT}, looking {@link Permission#MEMBERS_READ}; calls throw what {@link Access#require} does, and
 * NOT_FOUND for a user, service account or member that is not there. Thread-safe.
 */
public final class Members {
    private final AccessState state;
    private final Access access;

    Members(AccessState state, Access access) {
        this.state = state;
        this.access = access;
    }

    /** By name. */
    public List<Member> list(Authenticated by, String project) {
        access.require(by, project, Permission.MEMBERS_READ);
        return state.members(project).values().stream()
                .sorted(Comparator.comparing(member -> member.principal().text()))
                .toList();
    }

    /** The membership of whoever asks. */
    public Member own(Authenticated by, String project) {
        Role role = access.role(by, project);
        return state.member(project, by.principal())
                .orElseGet(() -> new Member(project, by.principal(), role, Map.of()));
    }

    // ---- as projects come and go

    /**
     * Makes a user the data owner of a project that has none which is enabled: one that is new, one from before there were
     * members, one whose data owners all left. An administrator does it, and it is in the audit.
     *
     * @throws ShearwaterException ALREADY_EXISTS if somebody owns it, NOT_FOUND if there is no such project or user
     */
    public Member found(Authenticated by, String project, String owner) {
        access.requireAdministrator(by);
        return state.change(by, draft -> {
            User user = access.users().user(owner);
            if (!state.exists(draft.registry(), project)) {
                throw AccessError.NOT_FOUND.because("There is no project '" + Words.shown(project)
                        + "'. Create it before it is given to somebody.");
            }
            List<String> owners = state.members(project).values().stream()
                    .filter(this::isEnabledOwner)
                    .map(member -> member.principal().text())
                    .sorted()
                    .toList();
            if (!owners.isEmpty()) {
                throw AccessError.ALREADY_EXISTS.because("The project '" + project + "' belongs to " + owners
                        + ", who decide who is a member. Ask one of them.");
            }
            Member member = new Member(project, user.principal(), Role.DATA_OWNER, Map.of());
            return put(draft, member, "found project for");
        });
    }

    private boolean isEnabledOwner(Member member) {
        return member.role() == Role.DATA_OWNER
                && member.principal() instanceof Principal.User user
                && state.user(user.name()).map(User::isEnabled).orElse(false);
    }

    /**
     * Forgets the members, service accounts, their keys, the keys that are limited to a project, its secrets and its quotas, so
     * that nobody is a member of the next one of this name. For after the project was deleted, by who could delete it, and for before it is made, by an
     * administrator; while the project exists, only by who may delete it.
     */
    public void forget(Authenticated by, String project) {
        access.requireCurrent(by);
        boolean exists = state.store().read(registry -> state.exists(registry, project));
        if (exists || !access.administers(by)) {
            access.require(by, project, Permission.PROJECT_DELETE);
        }
        state.change(by, draft -> {
            access.serviceAccounts().removeAll(draft, project);
            state.members(project).keySet().forEach(principal -> draft.remove(AccessJson.member(project, principal)));
            state.keys().values().stream()
                    .map(KeyRecord::key)
                    .filter(key -> key.scope().project().equals(Optional.of(project)))
                    .forEach(key -> draft.remove(AccessJson.apiKey(key.id())));
            for (Kind kind : List.of(Kind.SECRET, Kind.QUOTA)) {
                draft.registry().list(project, kind).forEach(stored -> draft.drop(stored.key()));
            }
            draft.audit(project, "forget members", project);
            return project;
        });
    }

    // ---- members

    /**
     * Adds a registered user, or a service account of this project.
     *
     * @throws ShearwaterException ALREADY_EXISTS if it is a member, BAD_REQUEST for a service account of another project
     */
    public Member add(Authenticated by, String project, Principal principal, Role role) {
        access.require(by, project, Permission.MEMBERS_EDIT);
        return state.change(by, draft -> {
            requireKnown(project, principal);
            state.member(project, principal).ifPresent(member -> {
                throw AccessError.ALREADY_EXISTS.because(
                        "The " + principal + " is " + member.role().words() + " in the project '" + project
                                + "' already. Change the role instead.");
            });
            Member member = new Member(project, principal, role, Map.of());
            return put(draft, member, "add " + role.words());
        });
    }

    private void requireKnown(String project, Principal principal) {
        switch (principal) {
            case Principal.User user -> access.users().user(user.name());
            case Principal.ServiceAccount account
            when account.project().equals(project) -> access.serviceAccounts().account(account);
            case Principal.ServiceAccount account ->
                throw AccessError.BAD_REQUEST.because("The " + account + " works for another project than '" + project
                        + "' and cannot be its member. Create one in this project.");
            case Principal.Operator operator ->
                throw AccessError.BAD_REQUEST.because("The operator is a member of no project. Add a user.");
        }
    }

    /**
     * Gives a member another role; what was granted to it stays, and counts while it is restricted.
     *
     * @throws ShearwaterException LAST_OF_ITS_KIND for the last data owner
     */
    public Member change(Authenticated by, String project, Principal principal, Role role) {
        access.require(by, project, Permission.MEMBERS_EDIT);
        return state.change(by, draft -> {
            Member member = member(project, principal);
            if (role != Role.DATA_OWNER) {
                requireAnotherOwner(state, project, principal);
            }
            return put(draft, member.with(role), "change to " + role.words());
        });
    }

    /**
     * Takes a member out; everybody may leave by themselves.
     *
     * @throws ShearwaterException LAST_OF_ITS_KIND for the last data owner
     */
    public void remove(Authenticated by, String project, Principal principal) {
        if (by.principal().equals(principal) && by.scope().isUnlimited()) {
            access.role(by, project);
        } else {
            access.require(by, project, Permission.MEMBERS_EDIT);
        }
        state.change(by, draft -> {
            Member member = member(project, principal);
            requireAnotherOwner(state, project, principal);
            draft.remove(AccessJson.member(project, principal));
            draft.audit(project, "remove member", principal.text());
            return member;
        });
    }

    // ---- grants

    /**
     * Lets a restricted member read features of a group, beside keys and event time and instead of what was granted of this group
     * before. Features that the group loses are skipped later.
     *
     * @throws ShearwaterException BAD_REQUEST for a feature that the group does not have, or none at all
     */
    public Member grant(
            Authenticated by,
            String project,
            Principal principal,
            FeatureGroupSpec group,
            Collection<String> features) {
        access.require(by, project, Permission.MEMBERS_EDIT);
        List<String> known = group.schema().names();
        for (String feature : features) {
            if (!known.contains(feature)) {
                throw AccessError.BAD_REQUEST.because("The feature group " + group.ref() + " has no feature '"
                        + Words.shown(feature) + "'." + Names.didYouMean(feature, known));
            }
        }
        if (features.isEmpty()) {
            throw AccessError.BAD_REQUEST.because("A grant of the feature group " + group.ref()
                    + " names at least one feature. To take a grant back, withdraw it.");
        }
        return state.change(by, draft -> {
            Member next = member(project, principal).with(group.ref(), new TreeSet<>(features));
            return put(draft, next, "grant " + group.ref() + " " + new TreeSet<>(features) + " to");
        });
    }

    /** Takes back what was granted of a group. */
    public Member withdraw(Authenticated by, String project, Principal principal, GroupRef group) {
        access.require(by, project, Permission.MEMBERS_EDIT);
        return state.change(by, draft -> {
            Member member = member(project, principal);
            if (!member.grants().containsKey(group)) {
                throw AccessError.NOT_FOUND.because("Nothing of the feature group " + group + " was granted to the "
                        + principal + "; granted are "
                        + member.grants().keySet().stream()
                                .map(GroupRef::toString)
                                .toList() + ".");
            }
            return put(draft, member.with(group, Set.of()), "withdraw " + group + " from");
        });
    }

    private static Member put(AccessState.Draft draft, Member member, String action) {
        draft.put(AccessJson.member(member.project(), member.principal()), AccessJson.write(member));
        draft.audit(member.project(), action, member.principal().text());
        return member;
    }

    private Member member(String project, Principal principal) {
        return state.member(project, principal).orElseThrow(() -> {
            List<String> names = state.members(project).keySet().stream()
                    .map(Principal::text)
                    .sorted()
                    .toList();
            return AccessError.NOT_FOUND.because("The " + principal + " is no member of the project '" + project + "'."
                    + Names.didYouMean(principal.text(), names));
        });
    }

    /** Refuses if somebody is the only user who owns a project. */
    static void requireAnotherOwner(AccessState state, String project, Principal leaving) {
        boolean owns = state.member(project, leaving)
                .map(member -> member.role() == Role.DATA_OWNER)
                .orElse(false);
        if (!owns || leaving instanceof Principal.ServiceAccount) {
            return;
        }
        boolean another = state.members(project).values().stream()
                .filter(member -> member.role() == Role.DATA_OWNER)
                .map(Member::principal)
                .anyMatch(other -> other instanceof Principal.User && !other.equals(leaving));
        if (!another) {
            throw AccessError.LAST_OF_ITS_KIND.because("The " + leaving + " is the only data owner of the project '"
                    + project + "', and a project keeps one. Make another user data owner first.");
        }
    }
}
