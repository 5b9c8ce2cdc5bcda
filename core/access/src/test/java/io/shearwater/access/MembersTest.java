package io.shearwater.access;

import static io.shearwater.access.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shearwater.model.ModelError;
import io.shearwater.spi.Actor;
import io.shearwater.spi.AuditRecord;
import io.shearwater.spi.DefinitionKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembersTest {
    private final World world = new World();
    private final Access access = world.access;
    private final Members members = access.members();

    @Test
    void aProjectKeepsADataOwner() {
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);
        access.serviceAccounts().create(world.olga, "fraud", "nightly", "");
        members.add(world.olga, "fraud", new Principal.ServiceAccount("fraud", "nightly"), Role.DATA_OWNER);

        refused(AccessError.LAST_OF_ITS_KIND, () -> members.remove(world.olga, "fraud", world.olga.principal()));
        refused(
                AccessError.LAST_OF_ITS_KIND,
                () -> members.change(world.olga, "fraud", world.olga.principal(), Role.OBSERVER));
        assertThat(refused(AccessError.LAST_OF_ITS_KIND, () -> access.users().remove(world.admin, "olga@example.com")))
                .contains("'fraud'");
        members.change(world.olga, "fraud", world.olga.principal(), Role.DATA_OWNER);

        members.change(world.olga, "fraud", sam.principal(), Role.DATA_OWNER);
        members.remove(world.olga, "fraud", world.olga.principal());
        refused(AccessError.NO_PROJECT, () -> members.list(world.olga, "fraud"));
        assertThat(members.list(sam, "fraud")).hasSize(2);
    }

    @Test
    void onlyADataOwnerDecidesWhoIsAMember() {
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);
        Principal ada = world.admin.principal();

        refused(AccessError.NOT_ALLOWED, () -> members.add(sam, "fraud", ada, Role.OBSERVER));
        refused(AccessError.NOT_ALLOWED, () -> members.change(sam, "fraud", sam.principal(), Role.DATA_OWNER));
        refused(AccessError.NOT_ALLOWED, () -> members.remove(sam, "fraud", world.olga.principal()));
        refused(AccessError.NO_PROJECT, () -> members.add(world.admin, "fraud", ada, Role.DATA_OWNER));
        assertThat(members.own(sam, "fraud").role()).isEqualTo(Role.DATA_SCIENTIST);
        members.remove(sam, "fraud", sam.principal());
        refused(AccessError.NO_PROJECT, () -> members.own(sam, "fraud"));
    }

    @Test
    void whoIsAddedIsKnown() {
        world.project("weather", "olga@example.com");
        access.serviceAccounts().create(world.olga, "weather", "stations", "");

        assertThat(refused(
                        AccessError.NOT_FOUND,
                        () -> members.add(world.olga, "fraud", new Principal.User("adda@example.com"), Role.OBSERVER)))
                .contains("Did you mean 'ada@example.com'?");
        refused(
                AccessError.BAD_REQUEST,
                () -> members.add(
                        world.olga, "fraud", new Principal.ServiceAccount("weather", "stations"), Role.OBSERVER));
        refused(
                AccessError.NOT_FOUND,
                () -> members.add(
                        world.olga, "fraud", new Principal.ServiceAccount("fraud", "station"), Role.OBSERVER));
        refused(
                AccessError.BAD_REQUEST,
                () -> members.add(world.olga, "fraud", new Principal.Operator(), Role.OBSERVER));
        members.add(world.olga, "fraud", world.admin.principal(), Role.OBSERVER);
        refused(
                AccessError.ALREADY_EXISTS,
                () -> members.add(world.olga, "fraud", world.admin.principal(), Role.DATA_SCIENTIST));
    }

    @Test
    void aProjectWithoutAnEnabledOwnerIsGivenToAnother() {
        refused(AccessError.ALREADY_EXISTS, () -> members.found(world.admin, "fraud", "ada@example.com"));
        refused(AccessError.NOT_FOUND, () -> members.found(world.admin, "weather", "ada@example.com"));
        world.user("sam@example.com");
        access.users().disable(world.admin, "olga@example.com");

        members.found(world.admin, "fraud", "sam@example.com");

        access.users().enable(world.admin, "olga@example.com");
        assertThat(members.list(world.olga, "fraud"))
                .extracting(member -> member.principal().text())
                .containsExactly("olga@example.com", "sam@example.com");
    }

    @Test
    void nobodyIsAMemberOfTheNextProjectOfAName() {
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);
        access.serviceAccounts().create(world.olga, "fraud", "nightly", "");
        IssuedKey nightly =
                access.keys().create(world.olga, KeyRequest.of(new Principal.ServiceAccount("fraud", "nightly"), ""));
        IssuedKey limited = access.keys()
                .create(world.olga, KeyRequest.of(world.olga.principal(), "").limitedTo(Scope.of("fraud")));
        refused(AccessError.NO_PROJECT, () -> members.forget(world.admin, "fraud"));
        refused(AccessError.NOT_ALLOWED, () -> members.forget(sam, "fraud"));
        world.store.change(Actor.local(), tx -> {
            tx.audit("fraud", "delete project", "fraud");
            tx.remove(new DefinitionKey("fraud", DefinitionKey.Kind.PROJECT, "fraud", 0));
            return tx;
        });

        members.forget(world.admin, "fraud");
        world.project("fraud", "ada@example.com");

        for (Access any : List.of(access, world.reopened())) {
            refused(AccessError.NO_PROJECT, () -> any.require(sam, "fraud", Permission.METADATA_READ));
            refused(AccessError.NO_PROJECT, () -> any.require(world.olga, "fraud", Permission.METADATA_READ));
            refused(AccessError.NOT_PROVED, () -> any.authenticate(nightly.text()));
            refused(AccessError.NOT_PROVED, () -> any.authenticate(limited.text()));
            assertThat(any.members().list(world.admin, "fraud")).hasSize(1);
        }
    }

    @Test
    void aStoreKeepsAnAdministrator() {
        Users users = access.users();
        refused(AccessError.LAST_OF_ITS_KIND, () -> users.dismiss(world.admin, "ada@example.com"));
        refused(AccessError.LAST_OF_ITS_KIND, () -> users.disable(world.admin, "ada@example.com"));
        refused(AccessError.LAST_OF_ITS_KIND, () -> users.remove(world.operator, "ada@example.com"));
        refused(AccessError.NOT_ALLOWED, () -> users.appoint(world.olga, "olga@example.com"));

        users.appoint(world.admin, "olga@example.com");
        users.dismiss(world.admin, "ada@example.com");
        refused(AccessError.NOT_ALLOWED, () -> users.list(world.admin));
        users.disable(world.olga, "ada@example.com");
        refused(AccessError.LAST_OF_ITS_KIND, () -> users.disable(world.olga, "olga@example.com"));
    }

    @Test
    void namesOfUsersCannotBeTakenForOthers() {
        Users users = access.users();
        refused(AccessError.ALREADY_EXISTS, () -> users.register(world.admin, "Olga@Example.com"));
        for (String bad : new String[] {
            "", " ", "a b", "operator", "service:fraud/nightly", "ol\u0433a@example.com", "x\n", "a".repeat(201)
        }) {
            refused(AccessError.BAD_REQUEST, () -> users.register(world.admin, bad));
        }
        refused(ModelError.BAD_NAME, () -> access.serviceAccounts().create(world.olga, "fraud", "a/b", ""));
        for (Principal principal : List.of(
                new Principal.Operator(),
                new Principal.User("auth0|12/34"),
                new Principal.ServiceAccount("fraud", "nightly"))) {
            assertThat(Principal.parse(principal.text())).isEqualTo(principal);
        }
    }

    @Test
    void changesAreInTheAuditOfTheRegistryWithWhoMadeThem() {
        Authenticated rita = world.member("rita@example.com", Role.RESTRICTED);
        members.grant(world.olga, "fraud", rita.principal(), World.CARDS, Set.of("limit_left"));

        List<AuditRecord> newest = world.store.read(registry -> registry.audit("fraud", 2));
        assertThat(newest)
                .extracting(AuditRecord::actor, AuditRecord::action, AuditRecord::subject)
                .containsExactly(
                        tuple("olga@example.com", "grant cards version 1 [limit_left] to", "rita@example.com"),
                        tuple("olga@example.com", "add restricted", "rita@example.com"));
    }
}
