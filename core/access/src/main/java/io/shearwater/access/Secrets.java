package io.shearwater.access;

import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Actor;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * Passwords and the like of projects and of their members, encrypted in the registry. Neither an administrator nor another
 * member reads a private one. Calls throw what {@link Access#require} does, and NOT_FOUND. Thread-safe.
 */
public final class Secrets {
    private final RegistryStore store;
    private final Access access;
    private final MasterKeys keys;
    private final InstantSource clock;

    public Secrets(RegistryStore store, Access access, MasterKeys keys, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.keys = keys;
        this.clock = clock;
    }

    /** Writes a secret, in the place of one of this name. */
    public Secret put(Authenticated by, String project, String name, Secret.Visibility visibility, SecretValue value) {
        DefinitionKey key = allowed(by, project, name, visibility);
        Secret secret = new Secret(
                project, name, visibility, clock.instant(), by.principal().text());
        byte[] text = value.reveal().getBytes(StandardCharsets.UTF_8);
        store.change(new Actor(by.principal().text()), tx -> {
            tx.audit(project, "write secret", name);
            return write(tx, key, secret, keys.seal(text, about(key)));
        });
        return secret;
    }

    /** Reads a secret. */
    public SecretValue read(Authenticated by, String project, String name, Secret.Visibility visibility) {
        DefinitionKey key = allowed(by, project, name, visibility);
        Definition stored =
                store.read(registry -> registry.find(key)).orElseThrow(() -> missing(by, key, name, visibility));
        return SecretValue.of(new String(open(stored), StandardCharsets.UTF_8));
    }

    /** Takes out a secret. */
    public void remove(Authenticated by, String project, String name, Secret.Visibility visibility) {
        DefinitionKey key = allowed(by, project, name, visibility);
        store.change(new Actor(by.principal().text()), tx -> {
            if (tx.find(key).isEmpty()) {
                throw missing(by, key, name, visibility);
            }
            tx.remove(key);
            tx.audit(project, "remove secret", name);
            return key;
        });
    }

    /** The secrets that somebody can read, without their values; by name. */
    public List<Secret> list(Authenticated by, String project) {
        access.role(by, project);
        List<Secret> readable = new ArrayList<>();
        for (Secret.Visibility visibility : Secret.Visibility.values()) {
            if (access.allows(by, project, permission(visibility))) {
                String owner = owner(by, visibility);
                store.read(registry -> registry.list(project, Kind.SECRET)).stream()
                        .filter(stored -> ownerOf(stored.key()).equals(owner))
                        .map(stored -> secret(stored, visibility))
                        .forEach(readable::add);
            }
        }
        readable.sort(Comparator.comparing(Secret::name).thenComparing(Secret::visibility));
        return List.copyOf(readable);
    }

    /**
     * Encrypts every secret of the store that was written with another master key than the first, and then forgets the others.
     * Can be run again if it was interrupted. An administrator does it; no value is shown.
     *
     * @return how many were encrypted anew
     */
    public int rotate(Authenticated by) {
        access.requireAdministrator(by);
        List<DefinitionKey> old = store.read(registry -> registry.projects().stream()
                .flatMap(project -> registry.list(project, Kind.SECRET).stream())
                .filter(stored -> !sealed(stored).keyId().equals(keys.active()))
                .map(Definition::key)
                .toList());
        for (DefinitionKey key : old) {
            store.change(new Actor(by.principal().text()), tx -> {
                tx.audit(key.project(), "encrypt secret anew", nameOf(key));
                return tx.find(key)
                        .map(stored -> write(
                                tx,
                                key,
                                secret(stored, Secret.Visibility.PROJECT),
                                keys.seal(open(stored), about(key))))
                        .isPresent();
            });
        }
        keys.retire();
        return old.size();
    }

    // ---- who may

    private DefinitionKey allowed(Authenticated by, String project, String name, Secret.Visibility visibility) {
        access.require(by, project, permission(visibility), new Asset(Asset.Kind.SECRET, Words.shown(name)));
        Names.check("secret", name);
        return new DefinitionKey(project, Kind.SECRET, owner(by, visibility) + "/" + name, 0);
    }

    private static Permission permission(Secret.Visibility visibility) {
        return visibility == Secret.Visibility.PROJECT ? Permission.SECRETS : Permission.SECRETS_PRIVATE;
    }

    private static String owner(Authenticated by, Secret.Visibility visibility) {
        return visibility == Secret.Visibility.PROJECT ? "" : by.principal().text();
    }

    static String ownerOf(DefinitionKey key) {
        return key.name().substring(0, key.name().lastIndexOf('/'));
    }

    private static String nameOf(DefinitionKey key) {
        return key.name().substring(key.name().lastIndexOf('/') + 1);
    }

    private ShearwaterException missing(
            Authenticated by, DefinitionKey key, String name, Secret.Visibility visibility) {
        List<String> names = list(by, key.project()).stream()
                .filter(secret -> secret.visibility() == visibility)
                .map(Secret::name)
                .toList();
        return AccessError.NOT_FOUND.because("There is no " + Words.of(visibility) + " secret '" + name
                + "' in the project '" + key.project() + "'; there are " + names + "."
                + Names.didYouMean(name, names));
    }

    // ---- as they are stored

    private static byte[] about(DefinitionKey key) {
        return ("shearwater secret\n" + key.project() + "\n" + key.name()).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] open(Definition stored) {
        return keys.open(sealed(stored), about(stored.key()), "secret '" + nameOf(stored.key()) + "'");
    }

    private static MasterKeys.Sealed sealed(Definition stored) {
        Json json = Json.parse(stored.key(), stored.json());
        Base64.Decoder base64 = Base64.getDecoder();
        try {
            return new MasterKeys.Sealed(
                    json.text("masterKey"), base64.decode(json.text("nonce")), base64.decode(json.text("text")));
        } catch (IllegalArgumentException damaged) {
            throw AccessError.DAMAGED.because("The stored " + stored.key() + " is not Base64.", damaged);
        }
    }

    private static Secret secret(Definition stored, Secret.Visibility visibility) {
        Json json = Json.parse(stored.key(), stored.json());
        return new Secret(
                stored.key().project(), nameOf(stored.key()), visibility, json.instant("changed"), json.text("by"));
    }

    private static Definition write(
            RegistryTransaction tx, DefinitionKey key, Secret secret, MasterKeys.Sealed sealed) {
        Base64.Encoder base64 = Base64.getEncoder();
        String json = Json.object()
                .put("masterKey", sealed.keyId())
                .put("nonce", base64.encodeToString(sealed.nonce()))
                .put("text", base64.encodeToString(sealed.text()))
                .put("changed", secret.changed().toString())
                .put("by", secret.changedBy())
                .toString();
        long revision = tx.find(key).map(Definition::revision).orElse(0L);
        return tx.put(new Definition(key, json, revision, List.of()));
    }
}
