package io.shearwater.access;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that secrets are encrypted with, AES-256-GCM. The first is used for what is written, all for what is read. A key's
 * id is derived from it, so that an envelope says which one opens it. Thread-safe.
 */
public final class MasterKeys {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Optional<Path> file;
    private final SecureRandom random = new SecureRandom();
    private volatile Map<String, SecretKey> keys;

    private MasterKeys(Optional<Path> file, Map<String, SecretKey> keys) {
        this.file = file;
        this.keys = keys;
    }

    /** What a master key made of a text: its id, what was chosen at random, and the result. */
    record Sealed(String keyId, byte[] nonce, byte[] text) {}

    /**
     * Keys in a file, a line with Base64 for each. It is made with a new key if it is not there, for its owner only.
     *
     * @throws ShearwaterException BAD_MASTER_KEY if others than the owner may read it, or it cannot be read
     */
    public static MasterKeys file(Path path) {
        try {
            if (Files.notExists(path)) {
                DurableFiles.createDirectories(path.toAbsolutePath().resolveSibling(""));
                save(path, List.of(encode(fresh(new SecureRandom()))));
            }
            if (OwnerOnly.isOpenToOthers(path)) {
                throw AccessError.BAD_MASTER_KEY.because(
                        "Others than its owner may read the file of master keys " + path
                                + ". Take that right away (chmod 600), and rotate the master key if somebody may have used it.");
            }
            List<String> lines = Files.readAllLines(path, StandardCharsets.US_ASCII);
            return new MasterKeys(Optional.of(path), parse(lines, "the file " + path));
        } catch (IOException failure) {
            throw AccessError.BAD_MASTER_KEY.because(
                    "The file of master keys " + path + " cannot be used: " + failure.getMessage(), failure);
        }
    }

    /**
     * Keys as Base64, separated by commas: the value of an environment variable.
     *
     * @throws ShearwaterException BAD_MASTER_KEY for anything else
     */
    public static MasterKeys of(String text) {
        return new MasterKeys(Optional.empty(), parse(Arrays.asList(text.split(",", -1)), "the text that was given"));
    }

    private static Map<String, SecretKey> parse(List<String> texts, String where) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (String text : texts) {
            if (!text.isBlank()) {
                byte[] bytes = decode(text.strip(), where);
                keys.put(id(bytes), new SecretKeySpec(bytes, "AES"));
            }
        }
        if (keys.isEmpty()) {
            throw AccessError.BAD_MASTER_KEY.because("There is no master key in " + where
                    + ". Write 32 random bytes in Base64, as `openssl rand -base64 32` prints them.");
        }
        return keys;
    }

    /** Says nothing of the text, which may be most of a key. */
    private static byte[] decode(String text, String where) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            bytes = new byte[0];
        }
        if (bytes.length != KEY_BYTES) {
            throw AccessError.BAD_MASTER_KEY.because("A master key in " + where
                    + " is not 32 bytes in Base64. Write it as `openssl rand -base64 32` prints one.");
        }
        return bytes;
    }

    private static String id(byte[] key) {
        byte[] hash = ApiKeys.sha256("shearwater master key " + encode(key));
        return HexFormat.of().formatHex(hash, 0, 4);
    }

    private static byte[] fresh(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void save(Path path, List<String> lines) throws IOException {
        Path draft = DurableFiles.draft(path);
        // For the owner only before anything is in it; writing it again keeps that.
        Files.deleteIfExists(draft);
        Files.createFile(draft);
        OwnerOnly.restrict(draft);
        DurableFiles.write(path, String.join("\n", lines) + "\n");
    }

    /** The id of the key that is used for what is written. */
    public String active() {
        return keys.keySet().iterator().next();
    }

    /**
     * Puts a new key before the others, in the file; keys that were given as a text are changed where they are given.
     *
     * @return its id
     * @throws ShearwaterException BAD_MASTER_KEY if the keys are in no file, or it cannot be written
     */
    public synchronized String renew() {
        byte[] key = fresh(random);
        Map<String, SecretKey> next = new LinkedHashMap<>();
        next.put(id(key), new SecretKeySpec(key, "AES"));
        next.putAll(keys);
        replace(next);
        return active();
    }

    /** Takes all keys but the first out of the file. What they encrypted cannot be read any more. */
    synchronized void retire() {
        String active = active();
        if (file.isPresent() && keys.size() > 1) {
            Map<String, SecretKey> next = new LinkedHashMap<>(keys);
            next.keySet().removeIf(id -> !id.equals(active));
            replace(next);
        }
    }

    private void replace(Map<String, SecretKey> next) {
        Path path = file.orElseThrow(
                () -> AccessError.BAD_MASTER_KEY.because("The master keys are not in a file and cannot be"
                        + " changed here. Put a new one before the old in the variable, start again, and rotate."));
        List<String> lines = new ArrayList<>();
        next.values().forEach(key -> lines.add(encode(key.getEncoded())));
        try {
            save(path, lines);
        } catch (IOException failure) {
            throw AccessError.BAD_MASTER_KEY.because(
                    "The file of master keys " + path + " cannot be written: " + failure.getMessage(), failure);
        }
        keys = next;
    }

    /**
     * Encrypts.
     *
     * @param about what the text belongs to: it is opened for the same only
     */
    Sealed seal(byte[] text, byte[] about) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Map.Entry<String, SecretKey> active = keys.entrySet().iterator().next();
        try {
            return new Sealed(
                    active.getKey(),
                    nonce,
                    run(Cipher.ENCRYPT_MODE, active.getValue(), nonce, about).doFinal(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES-GCM", impossible);
        }
    }

    /**
     * Decrypts.
     *
     * @throws ShearwaterException BAD_MASTER_KEY if no key has the id, DAMAGED if the text was changed or is about something else
     */
    byte[] open(Sealed sealed, byte[] about, String what) {
        SecretKey key = keys.get(sealed.keyId());
        if (key == null) {
            throw AccessError.BAD_MASTER_KEY.because("The " + what + " was written with the master key "
                    + sealed.keyId() + ", and there are only " + keys.keySet() + ". Give that key too.");
        }
        try {
            return run(Cipher.DECRYPT_MODE, key, sealed.nonce(), about).doFinal(sealed.text());
        } catch (GeneralSecurityException changed) {
            throw AccessError.DAMAGED.because(
                    "The stored " + what + " was changed, or belongs to something else.", changed);
        }
    }

    private static Cipher run(int mode, SecretKey key, byte[] nonce, byte[] about) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(about);
        return cipher;
    }

    @Override
    public String toString() {
        return "master keys " + keys.keySet();
    }
}
