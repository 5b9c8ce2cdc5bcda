package io.shearwater.access;

import static io.shearwater.access.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.access.Secret.Visibility;
import io.shearwater.spi.Actor;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final SecretValue PASSWORD = SecretValue.of("correct horse \uD83D\uDC0E battery");

    @TempDir
    private Path directory;

    private final World world = new World();

    private Path file() {
        return directory.resolve("keys").resolve("master.key");
    }

    private Secrets secrets(MasterKeys keys) {
        return new Secrets(world.store, world.access, keys, world::now);
    }

    @Test
    void aSecretIsReadByThoseItIsVisibleTo() {
        Secrets secrets = secrets(MasterKeys.file(file()));
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);
        Authenticated otto = world.member("otto@example.com", Role.OBSERVER);
        secrets.put(world.olga, "fraud", "warehouse", Visibility.PROJECT, PASSWORD);
        secrets.put(sam, "fraud", "warehouse", Visibility.PRIVATE, SecretValue.of("sam's own"));

        assertThat(secrets.read(world.olga, "fraud", "warehouse", Visibility.PROJECT))
                .isEqualTo(PASSWORD);
        assertThat(secrets.read(sam, "fraud", "warehouse", Visibility.PRIVATE).reveal())
                .isEqualTo("sam's own");
        refused(AccessError.NOT_ALLOWED, () -> secrets.read(sam, "fraud", "warehouse", Visibility.PROJECT));
        refused(AccessError.NOT_FOUND, () -> secrets.read(world.olga, "fraud", "warehouse", Visibility.PRIVATE));
        refused(AccessError.NOT_ALLOWED, () -> secrets.read(otto, "fraud", "warehouse", Visibility.PRIVATE));
        refused(AccessError.NO_PROJECT, () -> secrets.read(world.admin, "fraud", "warehouse", Visibility.PROJECT));
        assertThat(secrets.list(world.olga, "fraud"))
                .extracting(Secret::visibility)
                .containsExactly(Visibility.PROJECT);
        assertThat(secrets.list(sam, "fraud")).extracting(Secret::visibility).containsExactly(Visibility.PRIVATE);
        assertThat(secrets.list(otto, "fraud")).isEmpty();
        assertThat(refused(
                        AccessError.NOT_FOUND, () -> secrets.read(world.olga, "fraud", "warehous", Visibility.PROJECT)))
                .contains("Did you mean 'warehouse'?");

        world.access.users().remove(world.admin, "sam@example.com");
        Authenticated namesake = world.member("sam@example.com", Role.DATA_SCIENTIST);
        assertThat(secrets.list(namesake, "fraud")).isEmpty();
        secrets.remove(world.olga, "fraud", "warehouse", Visibility.PROJECT);
        assertThat(stored()).isEmpty();
    }

    private List<Definition> stored() {
        return world.store.read(registry -> registry.list("fraud", Kind.SECRET));
    }

    @Test
    void noTextThatIsStoredOrPrintedShowsASecret() throws IOException {
        MasterKeys keys = MasterKeys.file(file());
        Secrets secrets = secrets(keys);
        Secret secret = secrets.put(world.olga, "fraud", "warehouse", Visibility.PROJECT, PASSWORD);

        assertThat(stored().toString() + secret + PASSWORD + keys + world.store.read(r -> r.audit("fraud", 9)))
                .contains("[secret]", "warehouse")
                .doesNotContain(
                        "horse",
                        Base64.getEncoder()
                                .encodeToString("correct".getBytes(StandardCharsets.UTF_8))
                                .substring(0, 8))
                .doesNotContain(Files.readString(file()).strip());
    }

    @Test
    void aSecretThatWasMovedOrChangedIsNotRead() {
        Secrets secrets = secrets(MasterKeys.file(file()));
        secrets.put(world.olga, "fraud", "one", Visibility.PROJECT, PASSWORD);
        secrets.put(world.olga, "fraud", "other", Visibility.PROJECT, SecretValue.of("x"));
        List<Definition> both = stored();
        write(both.get(1).key(), both.getFirst().json());
        refused(AccessError.DAMAGED, () -> secrets.read(world.olga, "fraud", "other", Visibility.PROJECT));

        DefinitionKey key = both.getFirst().key();
        String right = both.getFirst().json();
        int text = right.indexOf("\"text\":\"") + 8;
        for (int at = text; right.charAt(at) != '"'; at++) {
            char other = right.charAt(at) == 'A' ? 'Q' : 'A';
            write(key, right.substring(0, at) + other + right.substring(at + 1));
            refused(AccessError.DAMAGED, () -> secrets.read(world.olga, "fraud", "one", Visibility.PROJECT));
        }
        write(key, right);
        assertThat(secrets.read(world.olga, "fraud", "one", Visibility.PROJECT)).isEqualTo(PASSWORD);
    }

    private void write(DefinitionKey key, String json) {
        world.store.change(Actor.local(), tx -> {
            tx.audit("fraud", "tamper", key.name());
            long revision = tx.find(key).map(Definition::revision).orElse(0L);
            return tx.put(new Definition(key, json, revision, List.of()));
        });
    }

    @Test
    void aRotationEncryptsAnewAndForgetsTheOldKey() throws IOException {
        MasterKeys keys = MasterKeys.file(file());
        Secrets secrets = secrets(keys);
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);
        secrets.put(world.olga, "fraud", "one", Visibility.PROJECT, PASSWORD);
        secrets.put(sam, "fraud", "two", Visibility.PRIVATE, PASSWORD);
        String old = Files.readString(file()).strip();
        String before = keys.active();

        assertThat(keys.renew()).isNotEqualTo(before);
        assertThat(secrets.read(sam, "fraud", "two", Visibility.PRIVATE)).isEqualTo(PASSWORD);
        secrets.put(world.olga, "fraud", "three", Visibility.PROJECT, PASSWORD);
        refused(AccessError.NOT_ALLOWED, () -> secrets.rotate(world.olga));
        assertThat(secrets.rotate(world.admin)).isEqualTo(2);
        assertThat(secrets.rotate(world.admin)).isZero();

        assertThat(stored())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.json()).contains(keys.active()));
        assertThat(Files.readString(file())).doesNotContain(old);
        Secrets again = secrets(MasterKeys.file(file()));
        assertThat(again.read(world.olga, "fraud", "one", Visibility.PROJECT)).isEqualTo(PASSWORD);
        assertThat(again.list(sam, "fraud")).extracting(Secret::changedBy).containsExactly("sam@example.com");
        Secrets withOld = secrets(MasterKeys.of(old));
        assertThat(refused(
                        AccessError.BAD_MASTER_KEY, () -> withOld.read(world.olga, "fraud", "one", Visibility.PROJECT)))
                .contains(keys.active());
    }

    @Test
    void keysFromAVariableAreRotatedByPuttingANewOneFirst() {
        String one = Base64.getEncoder().encodeToString(new byte[32]);
        String two = Base64.getEncoder()
                .encodeToString("abcdefghijklmnopqrstuvwxyz012345".getBytes(StandardCharsets.US_ASCII));
        secrets(MasterKeys.of(one)).put(world.olga, "fraud", "one", Visibility.PROJECT, PASSWORD);

        assertThat(secrets(MasterKeys.of(two + "," + one)).rotate(world.admin)).isEqualTo(1);

        assertThat(secrets(MasterKeys.of(two)).read(world.olga, "fraud", "one", Visibility.PROJECT))
                .isEqualTo(PASSWORD);
        refused(AccessError.BAD_MASTER_KEY, () -> MasterKeys.of(one).renew());
    }

    @Test
    void aMasterKeyThatOthersReadOrThatIsNoneIsRefused() throws IOException {
        MasterKeys.file(file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(refused(AccessError.BAD_MASTER_KEY, () -> MasterKeys.file(file())))
                .contains("chmod 600");

        for (String bad : new String[] {"", ",", "hunter2", "aGVsbG8=", "\u00e9"}) {
            assertThat(refused(AccessError.BAD_MASTER_KEY, () -> MasterKeys.of(bad)))
                    .doesNotContain("hunter2");
        }
        refused(AccessError.BAD_REQUEST, () -> SecretValue.of(""));
    }

    @Test
    void secretsOfAProjectGoWithIt() {
        Secrets secrets = secrets(MasterKeys.file(file()));
        secrets.put(world.olga, "fraud", "one", Visibility.PROJECT, PASSWORD);

        world.access.members().forget(world.olga, "fraud");

        assertThat(stored()).isEmpty();
    }
}
