package io.shearwater.access;

import static io.shearwater.access.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.DefinitionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private final World world = new World();
    private final Access access = world.access;
    private final ApiKeys keys = access.keys();

    private IssuedKey key() {
        return keys.create(world.olga, KeyRequest.of(world.olga.principal(), "laptop"));
    }

    @Test
    void aKeyProvesWhoMadeIt() {
        IssuedKey key = key();

        Authenticated who = access.authenticate(key.text());

        assertThat(key.text()).matches("sw_[0-9a-z]{12}_[0-9A-Za-z]{43}");
        assertThat(who.principal()).isEqualTo(world.olga.principal());
        assertThat(who.keyId()).contains(key.key().id());
        assertThat(who.expires()).contains(world.now().plus(Duration.ofDays(90)));
    }

    @Test
    void whateverIsWrongWithAKeyIsSaidInTheSameWords() {
        String right = key().text();
        String revoked = revoked();
        Set<String> messages = new HashSet<>();
        List<String> wrong = List.of(
                "",
                "sw_",
                "Bearer " + right,
                right + " ",
                right + "x",
                right.substring(0, right.length() - 1),
                right.substring(0, right.length() - 1) + (right.endsWith("A") ? "B" : "A"),
                "sw_000000000000_" + right.substring(16),
                "x".repeat(100_000),
                revoked);
        for (String text : wrong) {
            messages.add(refused(AccessError.NOT_PROVED, () -> access.authenticate(text)));
        }
        assertThat(messages).hasSize(1);
        access.authenticate(right);
    }

    private String revoked() {
        IssuedKey key = key();
        keys.revoke(world.olga, key.key().id());
        return key.text();
    }

    @Test
    void oneChangedCharacterIsEnoughWhereverItIs() {
        String right = key().text();
        for (int at = 0; at < right.length(); at++) {
            char other = right.charAt(at) == 'q' ? 'r' : 'q';
            String wrong = right.substring(0, at) + other + right.substring(at + 1);
            refused(AccessError.NOT_PROVED, () -> access.authenticate(wrong));
        }
    }

    @Test
    void onlyWhoHasTheSecretIsToldThatAKeyExpired() {
        IssuedKey key = keys.create(
                world.olga, KeyRequest.of(world.olga.principal(), "").livingFor(Duration.ofHours(1)));
        String guess = key.text().substring(0, 16) + "0".repeat(43);

        world.pass(Duration.ofHours(1).minusNanos(1));
        access.authenticate(key.text());
        world.pass(Duration.ofNanos(1));

        refused(AccessError.EXPIRED, () -> access.authenticate(key.text()));
        refused(AccessError.NOT_PROVED, () -> access.authenticate(guess));
    }

    @Test
    void keysDoNotLiveLongerThanTheyMay() {
        KeyRequest request = KeyRequest.of(world.olga.principal(), "");
        refused(AccessError.BAD_REQUEST, () -> keys.create(world.olga, request.livingFor(Duration.ofDays(366))));
        refused(AccessError.BAD_REQUEST, () -> keys.create(world.olga, request.livingFor(Duration.ZERO)));
        keys.create(world.olga, request.livingFor(Duration.ofDays(365)));
    }

    @Test
    void afterARotationBothSecretsAreValidForAGracePeriod() {
        IssuedKey old = key();
        world.pass(Duration.ofDays(10));
        IssuedKey next = keys.rotate(world.olga, old.key().id(), Duration.ofHours(2));

        assertThat(next.key().id()).isEqualTo(old.key().id());
        assertThat(next.key().expires()).isEqualTo(world.now().plus(Duration.ofDays(90)));
        access.authenticate(old.text());
        access.authenticate(next.text());
        access.authenticate(world.reopened().authenticate(old.text()).keyId().isPresent() ? next.text() : "");

        world.pass(Duration.ofHours(2));
        refused(AccessError.NOT_PROVED, () -> access.authenticate(old.text()));
        access.authenticate(next.text());

        IssuedKey third =
                keys.rotate(access.authenticate(next.text()), old.key().id(), Duration.ZERO);
        refused(AccessError.NOT_PROVED, () -> access.authenticate(next.text()));
        access.authenticate(third.text());
        refused(AccessError.BAD_REQUEST, () -> keys.rotate(world.olga, old.key().id(), Duration.ofDays(8)));
        keys.rotate(world.olga, old.key().id(), Duration.ofDays(1));
        keys.revoke(world.olga, old.key().id());
        refused(AccessError.NOT_PROVED, () -> access.authenticate(third.text()));
        refused(AccessError.BAD_REQUEST, () -> keys.rotate(world.olga, old.key().id(), Duration.ZERO));
    }

    @Test
    void anOldSecretDoesNotOutliveWhatItWouldHaveLived() {
        IssuedKey old = keys.create(
                world.olga, KeyRequest.of(world.olga.principal(), "").livingFor(Duration.ofHours(1)));
        keys.rotate(world.olga, old.key().id(), Duration.ofDays(1));

        world.pass(Duration.ofMinutes(61));

        refused(AccessError.NOT_PROVED, () -> access.authenticate(old.text()));
    }

    @Test
    void keysAreListedWithoutTheirSecrets() {
        IssuedKey key = key();

        assertThat(keys.list(world.olga, world.olga.principal()))
                .contains(key.key())
                .hasSize(2);
        assertThat(key.toString() + key.key() + keys.list(world.olga, world.olga.principal()))
                .doesNotContain(key.text().substring(16));
        assertThat(world.store
                        .read(registry -> registry.list(DefinitionKey.STORE, DefinitionKey.Kind.API_KEY))
                        .toString())
                .contains(key.key().id())
                .doesNotContain(key.text().substring(16));
        refused(AccessError.NOT_ALLOWED, () -> keys.list(world.olga, world.admin.principal()));
        assertThat(keys.list(world.admin, world.olga.principal())).hasSize(2);
    }

    @Test
    void nobodyMakesKeysForOthersWhoHaveSome() {
        Principal olga = world.olga.principal();
        refused(AccessError.NOT_ALLOWED, () -> keys.create(world.admin, KeyRequest.of(olga, "")));
        refused(AccessError.NOT_ALLOWED, () -> keys.create(world.olga, KeyRequest.of(world.admin.principal(), "")));
        String id = keys.list(world.olga, olga).getFirst().id();
        refused(AccessError.NOT_FOUND, () -> keys.rotate(world.admin, id, Duration.ZERO));
        Authenticated sam = world.user("sam@example.com");
        String unknown = refused(AccessError.NOT_FOUND, () -> keys.revoke(sam, "000000000000"));
        assertThat(refused(AccessError.NOT_FOUND, () -> keys.revoke(sam, id)).replace(id, "000000000000"))
                .isEqualTo(unknown);

        keys.revoke(world.admin, id);
        refused(AccessError.NOT_PROVED, () -> access.requireCurrent(world.olga));
        IssuedKey next = keys.create(world.admin, KeyRequest.of(olga, "after the loss"));
        assertThat(next.key().createdBy()).isEqualTo("ada@example.com");
    }

    @Test
    void keysOfServiceAccountsAreMadeByDataOwners() {
        Authenticated sam = world.member("sam@example.com", Role.DATA_SCIENTIST);
        access.serviceAccounts().create(world.olga, "fraud", "nightly", "");
        KeyRequest request = KeyRequest.of(new Principal.ServiceAccount("fraud", "nightly"), "cron");

        refused(AccessError.NOT_ALLOWED, () -> keys.create(sam, request));
        refused(AccessError.NO_PROJECT, () -> keys.create(world.admin, request));
        IssuedKey key = keys.create(world.olga, request);
        Authenticated job = access.authenticate(key.text());
        refused(AccessError.NO_PROJECT, () -> access.require(job, "fraud", Permission.METADATA_READ));
        access.serviceAccounts().disable(world.olga, "fraud", "nightly");
        refused(AccessError.NOT_PROVED, () -> access.authenticate(key.text()));
        access.serviceAccounts().enable(world.olga, "fraud", "nightly");
        access.serviceAccounts().remove(world.olga, "fraud", "nightly");
        refused(AccessError.NOT_PROVED, () -> access.authenticate(key.text()));
    }

    @Test
    void somebodyHasSoManyKeysAndNoMoreAndOldOnesAreForgotten() {
        KeyRequest request = KeyRequest.of(world.olga.principal(), "").livingFor(Duration.ofDays(1));
        for (int i = 1; i < 100; i++) {
            keys.create(world.olga, request);
        }
        refused(AccessError.TOO_MANY, () -> keys.create(world.olga, request));
        world.pass(Duration.ofDays(1));
        keys.create(world.olga, request);
        assertThat(keys.list(world.olga, world.olga.principal())).hasSize(101);
        world.pass(Duration.ofDays(89));
        world.pass(Duration.ofDays(2));
        Authenticated olga =
                access.authenticate(keys.create(world.operator, request).text());
        assertThat(keys.list(olga, olga.principal())).hasSizeLessThan(5);
    }

    @Test
    void aRevokedKeyIsRefusedToEveryThreadOnceTheCallReturned() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 50; round++) {
                IssuedKey key = key();
                AtomicBoolean revoked = new AtomicBoolean();
                CountDownLatch running = new CountDownLatch(3);
                List<Future<Integer>> users = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    users.add(threads.submit(() -> {
                        int accepted = 0;
                        running.countDown();
                        while (true) {
                            boolean late = revoked.get();
                            try {
                                access.require(access.authenticate(key.text()), "fraud", Permission.FEATURES_READ);
                                accepted++;
                                assertThat(late).isFalse();
                            } catch (ShearwaterException refusal) {
                                assertThat(refusal.code()).isEqualTo(AccessError.NOT_PROVED);
                                return accepted;
                            }
                        }
                    }));
                }
                running.await();
                keys.revoke(world.olga, key.key().id());
                revoked.set(true);
                for (Future<Integer> user : users) {
                    user.get();
                }
            }
        }
    }

    @Test
    void keysThatAreMadeAtOnceAreAllThere() throws Exception {
        List<Future<IssuedKey>> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 60; i++) {
                made.add(threads.submit(this::key));
            }
        }
        Access again = world.reopened();
        Set<String> texts = new HashSet<>();
        for (Future<IssuedKey> key : made) {
            access.authenticate(key.get().text());
            again.authenticate(key.get().text());
            texts.add(key.get().text());
        }
        assertThat(texts).hasSize(60);
    }
}
