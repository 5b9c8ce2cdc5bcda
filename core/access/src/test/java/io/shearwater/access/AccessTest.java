package io.shearwater.access;

import static io.shearwater.access.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.GroupRef;
import io.shearwater.testing.InMemoryRegistryStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessTest {
    private final World world = new World();
    private final Access access = world.access;

    @Test
    void aProjectThatIsNotThereAndOneOfOthersCannotBeToldApart() {
        world.user("eve@example.com");
        world.project("secret_plans", "olga@example.com");
        Authenticated eve = access.authenticate(ownKey("eve@example.com"));

        for (Authenticated who : List.of(eve, world.admin, world.operator)) {
            for (Permission permission : Permission.values()) {
                String others = refused(
                        AccessError.NO_PROJECT,
                        () -> access.require(who, "secret_plans", permission, Asset.of(new GroupRef("cards", 1))));
                String missing = refused(
                        AccessError.NO_PROJECT,
                        () -> access.require(who, "secret_plane", permission, Asset.of(new GroupRef("cards", 1))));
                assertThat(others.replace("secret_plans", "secret_plane")).isEqualTo(missing);
            }
            assertThat(refused(AccessError.NO_PROJECT, () -> access.columns(who, "secret_plans", World.CARDS)))
                    .isEqualTo(refused(AccessError.NO_PROJECT, () -> access.columns(who, "secret_plane", World.CARDS))
                            .replace("plane", "plans"));
            assertThat(refused(AccessError.NO_PROJECT, () -> access.members().list(who, "secret_plans")))
                    .isEqualTo(refused(
                                    AccessError.NO_PROJECT,
                                    () -> access.members().list(who, "secret_plane"))
                            .replace("plane", "plans"));
            assertThat(access.projects(who)).isEmpty();
        }
    }

    private String ownKey(String user) {
        Principal.User principal = new Principal.User(user);
        access.keys()
                .list(world.operator, principal)
                .forEach(key -> access.keys().revoke(world.operator, key.id()));
        return world.key(user).text();
    }

    @Test
    void aRefusalNamesTheRoleTheRightAndWhoHasIt() {
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);

        assertThat(refused(
                        AccessError.NOT_ALLOWED,
                        () -> access.require(
                                sam, "fraud", Permission.FEATURES_WRITE, Asset.of(new GroupRef("cards", 1)))))
                .contains("sam@example.com", "data scientist", "'fraud'", "insert", "cards/1", "features_write")
                .contains("data owner");
    }

    @Test
    void everyRoleMayWhatTheTableSaysAndNothingElse() {
        Map<Role, Authenticated> members = Map.of(
                Role.DATA_OWNER, world.olga,
                Role.DATA_SCIENTIST, world.member("sam@example.com", Role.DATA_SCIENTIST),
                Role.OBSERVER, world.member("otto@example.com", Role.OBSERVER),
                Role.RESTRICTED, world.member("rita@example.com", Role.RESTRICTED));

        members.forEach((role, who) -> {
            for (Permission permission : Permission.values()) {
                assertThat(access.allows(who, "fraud", permission)).isEqualTo(role.allows(permission));
                if (role.allows(permission)) {
                    access.require(who, "fraud", permission);
                } else {
                    refused(AccessError.NOT_ALLOWED, () -> access.require(who, "fraud", permission));
                }
            }
        });
        assertThat(Role.OBSERVER.permissions())
                .doesNotContain(Permission.MODELS_READ, Permission.FILES_READ, Permission.TRAINING_DATA_READ);
        assertThat(Role.DATA_SCIENTIST.permissions())
                .doesNotContain(
                        Permission.FEATURES_WRITE,
                        Permission.FEATURE_GROUPS_EDIT,
                        Permission.SHARE,
                        Permission.DEPLOYMENTS_EDIT,
                        Permission.MEMBERS_EDIT,
                        Permission.SECRETS,
                        Permission.AUDIT_READ);
        assertThat(Role.RESTRICTED.permissions()).containsExactly(Permission.METADATA_READ);
    }

    @Test
    void aLimitedKeyMayLessThanItsPrincipalAndNeverMore() {
        Authenticated reader = access.authenticate(access.keys()
                .create(
                        world.olga,
                        KeyRequest.of(world.olga.principal(), "reader")
                                .limitedTo(
                                        Scope.of("fraud", Set.of(Permission.FEATURES_READ, Permission.METADATA_READ))))
                .text());
        world.project("weather", "olga@example.com");

        access.require(reader, "fraud", Permission.FEATURES_READ);
        assertThat(refused(AccessError.NOT_ALLOWED, () -> access.require(reader, "fraud", Permission.FEATURES_WRITE)))
                .contains("limited", "features_write");
        String outside =
                refused(AccessError.NO_PROJECT, () -> access.require(reader, "weather", Permission.FEATURES_READ));
        String nowhere =
                refused(AccessError.NO_PROJECT, () -> access.require(reader, "weathes", Permission.FEATURES_READ));
        assertThat(outside).isEqualTo(nowhere.replace("weathes", "weather"));
        assertThat(access.projects(reader)).containsExactly("fraud");
        refused(
                AccessError.NOT_ALLOWED,
                () -> access.keys().create(reader, KeyRequest.of(world.olga.principal(), "more")));

        Authenticated observer = world.member("otto@example.com", Role.OBSERVER);
        Authenticated wishful = observer.limitedTo(Scope.of(EnumSet.allOf(Permission.class)));
        refused(AccessError.NOT_ALLOWED, () -> access.require(wishful, "fraud", Permission.FEATURES_WRITE));
    }

    @Test
    void aJobHasTheRightsOfItsProjectOnly() {
        world.project("weather", "olga@example.com");
        Authenticated job = world.olga.limitedTo(Scope.of("weather"));

        access.require(job, "weather", Permission.FEATURES_WRITE);
        refused(AccessError.NO_PROJECT, () -> access.require(job, "fraud", Permission.METADATA_READ));
        Authenticated nothing = job.limitedTo(Scope.of("fraud"));
        refused(AccessError.NO_PROJECT, () -> access.require(nothing, "fraud", Permission.METADATA_READ));
        refused(AccessError.NOT_ALLOWED, () -> access.require(nothing, "weather", Permission.METADATA_READ));
    }

    @Test
    void anAdministratorSeesNoDataUnlessItIsAMember() {
        refused(AccessError.NO_PROJECT, () -> access.require(world.admin, "fraud", Permission.METADATA_READ));
        access.requireAdministrator(world.admin);
        refused(AccessError.NOT_ALLOWED, () -> access.requireAdministrator(world.olga));
        refused(AccessError.NOT_ALLOWED, () -> access.requireAdministrator(world.admin.limitedTo(Scope.of("fraud"))));

        refused(AccessError.ALREADY_EXISTS, () -> access.members().found(world.admin, "fraud", "ada@example.com"));
        refused(AccessError.NO_PROJECT, () -> access.members().forget(world.admin, "fraud"));

        access.members().add(world.olga, "fraud", world.admin.principal(), Role.OBSERVER);
        access.require(world.admin, "fraud", Permission.FEATURES_READ);
    }

    @Test
    void whoWasRemovedOrDisabledIsRefusedAtOnceAlsoInTheMiddleOfACall() {
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);
        String key = ownKey("sam@example.com");
        Authenticated current = access.authenticate(key);

        access.users().disable(world.admin, "sam@example.com");
        refused(AccessError.NOT_PROVED, () -> access.authenticate(key));
        refused(AccessError.NOT_PROVED, () -> access.require(current, "fraud", Permission.METADATA_READ));
        assertThat(access.allows(current, "fraud", Permission.METADATA_READ)).isFalse();

        access.users().enable(world.admin, "sam@example.com");
        access.require(current, "fraud", Permission.METADATA_READ);
        refused(AccessError.NOT_PROVED, () -> access.require(sam, "fraud", Permission.METADATA_READ));

        access.members().remove(world.olga, "fraud", current.principal());
        refused(AccessError.NO_PROJECT, () -> access.require(current, "fraud", Permission.METADATA_READ));

        access.members().add(world.olga, "fraud", current.principal(), Role.OBSERVER);
        access.users().remove(world.admin, "sam@example.com");
        refused(AccessError.NOT_PROVED, () -> access.authenticate(key));
        Authenticated namesake = world.user("sam@example.com");
        refused(AccessError.NO_PROJECT, () -> access.require(namesake, "fraud", Permission.METADATA_READ));
    }

    @Test
    void aRestrictedMemberReadsKeysEventTimeAndWhatItWasGranted() {
        Authenticated rita = world.member("rita@example.com", Role.RESTRICTED);
        refused(AccessError.NOT_ALLOWED, () -> access.columns(rita, "fraud", World.CARDS));

        access.members().grant(world.olga, "fraud", rita.principal(), World.CARDS, List.of("limit_left"));

        assertThat(access.columns(rita, "fraud", World.CARDS)).containsExactly("cc_num", "limit_left", "at");
        assertThat(access.columns(world.olga, "fraud", World.CARDS))
                .containsExactly("holder_id", "cc_num", "limit_left", "at", "bank_id");
        access.requireColumns(rita, "fraud", World.CARDS, List.of("at", "limit_left"));
        assertThat(refused(
                        AccessError.NOT_ALLOWED,
                        () -> access.requireColumns(rita, "fraud", World.CARDS, List.of("limit_left", "holder_id"))))
                .contains("[holder_id]");
        refused(AccessError.NOT_ALLOWED, () -> access.require(rita, "fraud", Permission.FEATURES_READ));
        assertThat(world.reopened().columns(rita, "fraud", World.CARDS)).containsExactly("cc_num", "limit_left", "at");
        refused(
                AccessError.NOT_ALLOWED,
                () -> access.columns(rita, "fraud", World.CARDS.withRef(new GroupRef("cards", 2))));
        refused(
                AccessError.NOT_ALLOWED,
                () -> access.columns(rita.limitedTo(Scope.of(Set.of(Permission.METADATA_READ))), "fraud", World.CARDS));

        access.members().change(world.olga, "fraud", rita.principal(), Role.OBSERVER);
        assertThat(access.columns(rita, "fraud", World.CARDS)).hasSize(5);
        access.members().change(world.olga, "fraud", rita.principal(), Role.RESTRICTED);
        access.members().withdraw(world.olga, "fraud", rita.principal(), World.CARDS.ref());
        refused(AccessError.NOT_ALLOWED, () -> access.columns(rita, "fraud", World.CARDS));
    }

    @Test
    void aGrantNamesFeaturesThatAreThere() {
        Authenticated rita = world.member("rita@example.com", Role.RESTRICTED);

        assertThat(refused(
                        AccessError.BAD_REQUEST,
                        () -> access.members()
                                .grant(world.olga, "fraud", rita.principal(), World.CARDS, List.of("limit_lef"))))
                .contains("Did you mean 'limit_left'?");
        refused(
                AccessError.BAD_REQUEST,
                () -> access.members().grant(world.olga, "fraud", rita.principal(), World.CARDS, List.of()));
        refused(
                AccessError.NOT_FOUND,
                () -> access.members().withdraw(world.olga, "fraud", rita.principal(), World.CARDS.ref()));
    }

    @Test
    void aTokenSaysARoleWhereNothingElseDoes() {
        Authenticated token = new Authenticated(
                new Principal.User("tom@example.com"),
                new Authenticated.Credential.Token("https://id.example.com"),
                Scope.ALL,
                Optional.of(world.now().plus(Duration.ofHours(1))),
                Map.of("fraud", Role.OBSERVER));

        access.require(token, "fraud", Permission.FEATURES_READ);
        assertThat(access.projects(token)).containsExactly("fraud");
        access.users().register(world.admin, "tom@example.com");
        access.members().add(world.olga, "fraud", token.principal(), Role.RESTRICTED);
        refused(AccessError.NOT_ALLOWED, () -> access.require(token, "fraud", Permission.FEATURES_READ));

        world.pass(Duration.ofHours(1));
        refused(AccessError.EXPIRED, () -> access.require(token, "fraud", Permission.METADATA_READ));
    }

    @Test
    void whatIsKnownIsThereWhenTheStoreIsOpenedAgain() {
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);
        access.serviceAccounts().create(world.olga, "fraud", "nightly", "computes aggregates");
        Principal.ServiceAccount nightly = new Principal.ServiceAccount("fraud", "nightly");
        access.members().add(world.olga, "fraud", nightly, Role.DATA_OWNER);
        IssuedKey key = access.keys()
                .create(
                        world.olga,
                        KeyRequest.of(nightly, "cron")
                                .limitedTo(Scope.of("fraud", Set.of(Permission.FEATURES_WRITE)))
                                .livingFor(Duration.ofDays(7)));

        Access again = world.reopened();

        again.require(sam, "fraud", Permission.FEATURES_READ);
        Authenticated job = again.authenticate(key.text());
        assertThat(job.principal()).isEqualTo(nightly);
        assertThat(job.expires()).contains(world.now().plus(Duration.ofDays(7)));
        again.require(job, "fraud", Permission.FEATURES_WRITE);
        refused(AccessError.NOT_ALLOWED, () -> again.require(job, "fraud", Permission.FEATURES_READ));
        assertThat(again.users().list(world.admin)).isEqualTo(access.users().list(world.admin));
        assertThat(again.members().list(world.olga, "fraud"))
                .isEqualTo(access.members().list(world.olga, "fraud"))
                .hasSize(3);
        assertThat(again.serviceAccounts().list(world.olga, "fraud"))
                .isEqualTo(access.serviceAccounts().list(world.olga, "fraud"))
                .hasSize(1);
        assertThat(new Access(new InMemoryRegistryStore(world::now), world.options)
                        .users()
                        .hasAdministrator())
                .isFalse();
    }
}
