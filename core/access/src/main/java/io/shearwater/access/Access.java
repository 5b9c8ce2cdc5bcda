package io.shearwater.access;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.RegistryStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who somebody is and what they may do. What is not allowed by a role is denied. Users, keys and members are held in
 * memory and written through to the registry: a question takes no lock and no disk, and what a change took away is gone for
 * every thread of the process when the call returns. Thread-safe.
 */
public final class Access {
    private final AccessState state;
    private final Users users;
    private final ServiceAccounts serviceAccounts;
    private final Members members;
    private final ApiKeys keys;

    /** The registry is not closed here. */
    public Access(RegistryStore store, AccessOptions options) {
        state = new AccessState(store, options.clock());
        users = new Users(state, this);
        serviceAccounts = new ServiceAccounts(state, this);
        members = new Members(state, this);
        keys = new ApiKeys(state, this, options);
    }

    public Users users() {
        return users;
    }

    public ServiceAccounts serviceAccounts() {
        return serviceAccounts;
    }

    public Members members() {
        return members;
    }

    public ApiKeys keys() {
        return keys;
    }

    /**
     * Who shows this API key.
     *
     * @param key {@code sw_<id>_<secret>}, or any text that somebody sent as one
     * @throws ShearwaterException NOT_PROVED, in the same words whatever is wrong with it; EXPIRED for a key that is right but
     *     for its age
     */
    public Authenticated authenticate(String key) {
        return keys.authenticate(key);
    }

    // ---- may they

    /** As {@link #require(Authenticated, String, Permission, Asset)}, of the project as a whole. */
    public void require(Authenticated who, String project, Permission permission) {
        require(who, project, permission, new Asset(Asset.Kind.PROJECT, project));
    }

    /**
     * Returns if somebody may do something to a thing of a project.
     *
     * @throws ShearwaterException NO_PROJECT for who is no member, whether or not there is such a project; NOT_ALLOWED for a member
     *     whose role or key does not allow it; NOT_PROVED or EXPIRED if it is somebody no longer
     */
    public void require(Authenticated who, String project, Permission permission, Asset asset) {
        Role role = role(who, project);
        if (!role.allows(permission)) {
            throw denied(who, project, permission, asset, role);
        }
        if (!who.scope().covers(permission)) {
            throw outOfScope(who, project, permission, asset);
        }
    }

    /** Whether {@link #require} would return: for showing only what works. */
    public boolean allows(Authenticated who, String project, Permission permission) {
        return isCurrent(who)
                && who.scope().covers(permission)
                && findRole(who, project).map(role -> role.allows(permission)).orElse(false);
    }

    /**
     * The role of somebody in a project.
     *
     * @throws ShearwaterException NO_PROJECT for who is no member, whether or not there is such a project; NOT_PROVED or EXPIRED if
     *     it is somebody no longer
     */
    public Role role(Authenticated who, String project) {
        requireCurrent(who);
        return findRole(who, project).orElseThrow(() -> noProject(who, project));
    }

    /** The projects that exist for somebody, ascending. */
    public List<String> projects(Authenticated who) {
        requireCurrent(who);
        Set<String> names = new HashSet<>(who.tokenRoles().keySet());
        state.members().forEach((project, list) -> {
            if (list.containsKey(who.principal())) {
                names.add(project);
            }
        });
        return names.stream().filter(who.scope()::covers).sorted().toList();
    }

    /**
     * Returns if somebody may make projects and manage users, with a key or token that is not limited.
     *
     * @throws ShearwaterException NOT_ALLOWED otherwise; NOT_PROVED or EXPIRED if it is somebody no longer
     */
    public void requireAdministrator(Authenticated who) {
        requireCurrent(who);
        if (!administers(who)) {
            throw AccessError.NOT_ALLOWED.because("The " + who.principal()
                    + " is no administrator, or shows a key that is limited. Ask an administrator to do this.");
        }
    }

    boolean administers(Authenticated who) {
        boolean administers = switch (who.principal()) {
            case Principal.Operator operator -> true;
            case Principal.User user ->
                state.user(user.name()).map(User::administers).orElse(false);
            case Principal.ServiceAccount account -> false;
        };
        return administers && who.scope().isUnlimited();
    }

    // ---- columns

    /**
     * Whether somebody may read every feature of a project, so that there is no need to ask for each.
     *
     * @throws ShearwaterException NO_PROJECT to who is no member; NOT_PROVED or EXPIRED if it is somebody no longer
     */
    public boolean readsAll(Authenticated who, String project) {
        return role(who, project).allows(Permission.FEATURES_READ)
                && who.scope().covers(Permission.FEATURES_READ);
    }

    /**
     * The columns of a group that somebody may read, in the group's order: all, or for who was granted features these with
     * primary key and event time.
     *
     * @throws ShearwaterException as {@link #require}; NOT_ALLOWED also for who may read no feature of the group
     */
    public List<String> columns(Authenticated who, String project, FeatureGroupSpec group) {
        Role role = role(who, project);
        Asset asset = Asset.of(group.ref());
        if (!who.scope().covers(Permission.FEATURES_READ)) {
            throw outOfScope(who, project, Permission.FEATURES_READ, asset);
        }
        List<String> all = group.schema().names();
        if (role.allows(Permission.FEATURES_READ)) {
            return all;
        }
        Set<String> granted = granted(who, project, role, group);
        List<String> readable = all.stream().filter(granted::contains).toList();
        if (readable.isEmpty()) {
            throw denied(who, project, Permission.FEATURES_READ, asset, role);
        }
        Set<String> seen = new LinkedHashSet<>(readable);
        seen.addAll(group.identity());
        return all.stream().filter(seen::contains).toList();
    }

    private Set<String> granted(Authenticated who, String project, Role role, FeatureGroupSpec group) {
        return role != Role.RESTRICTED
                ? Set.of()
                : state.member(project, who.principal())
                        .map(member -> member.grants().getOrDefault(group.ref(), Set.of()))
                        .orElse(Set.of());
    }

    /**
     * Returns if somebody may read these columns of a group. A filter or a join tells of its columns too: name all that a query
     * looks at, not only those that it gives.
     *
     * @throws ShearwaterException as {@link #columns}; NOT_ALLOWED naming the columns that were not granted
     */
    public void requireColumns(Authenticated who, String project, FeatureGroupSpec group, Collection<String> columns) {
        List<String> readable = columns(who, project, group);
        Set<String> known = new HashSet<>(readable);
        List<String> others =
                columns.stream().filter(name -> !known.contains(name)).toList();
        if (!others.isEmpty()) {
            throw AccessError.NOT_ALLOWED.because("The " + who.principal() + " is restricted in the project '" + project
                    + "' and may read " + readable + " of the feature group " + group.ref() + ", not " + others
                    + ". Ask a data owner of the project for a grant.");
        }
    }

    // ---- whether they still are

    /**
     * Returns if what somebody showed is still a proof: neither expired nor revoked, of nobody who was removed or disabled.
     *
     * @throws ShearwaterException NOT_PROVED, EXPIRED
     */
    public void requireCurrent(Authenticated who) {
        if (who.expires().isPresent() && !state.now().isBefore(who.expires().get())) {
            throw AccessError.EXPIRED.because("What the " + who.principal() + " showed expired at "
                    + who.expires().get() + ". Show a newer key or token.");
        }
        if (!isCurrent(who)) {
            throw ApiKeys.notProved();
        }
    }

    private boolean isCurrent(Authenticated who) {
        if (!state.isEnabled(who)) {
            return false;
        }
        if (who.expires().isPresent() && !state.now().isBefore(who.expires().get())) {
            return false;
        }
        return !(who.credential() instanceof Authenticated.Credential.Key key)
                || state.key(key.id())
                        .map(stored -> stored.key().isValid(state.now())
                                && stored.key().principal().equals(who.principal()))
                        .orElse(false);
    }

    private Optional<Role> findRole(Authenticated who, String project) {
        if (!who.scope().covers(project)) {
            return Optional.empty();
        }
        return state.member(project, who.principal())
                .map(Member::role)
                .or(() -> Optional.ofNullable(who.tokenRoles().get(project)));
    }

    // ---- in words

    /** The same for a project that is not there and one that the caller is no member of. */
    private ShearwaterException noProject(Authenticated who, String project) {
        List<String> own = projects(who);
        return AccessError.NO_PROJECT.because("There is no project '" + Words.shown(project) + "' that the "
                + who.principal() + " is a member of"
                + (own.isEmpty() ? "; it is a member of none." : "; it is a member of " + first(own) + ".")
                + Names.didYouMean(project, own));
    }

    private static String first(List<String> names) {
        int most = 10;
        return names.size() <= most ? names.toString() : names.subList(0, most) + " and more";
    }

    private static ShearwaterException denied(
            Authenticated who, String project, Permission permission, Asset asset, Role role) {
        return AccessError.NOT_ALLOWED.because("The " + who.principal() + " is " + role.words() + " in the project '"
                + project + "' and may not " + permission.words() + of(asset) + "; that takes the permission '"
                + Words.lower(permission) + "', which " + Words.either(Role.thatAllow(permission))
                + " has. Ask a data owner of the project.");
    }

    private static ShearwaterException outOfScope(
            Authenticated who, String project, Permission permission, Asset asset) {
        return AccessError.NOT_ALLOWED.because("The key or token that the " + who.principal()
                + " shows is limited: it may not " + permission.words() + " in the project '" + project + "'"
                + of(asset) + ", which takes the permission '" + Words.lower(permission)
                + "'. Use one with that permission.");
    }

    private static String of(Asset asset) {
        return asset.kind() == Asset.Kind.PROJECT ? "" : " (" + asset + ")";
    }
}
