package io.shearwater.store;

import io.shearwater.wire.ProgramCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;

/**
 * The classes of a function or logic: its own and all that they name, but for those of Java and of Shearwater. Their digest is over the
 * bytes without what only a debugger reads, so that the same source gives the same digest however it was compiled. Immutable.
 *
 * @param classes bytes by name, with slashes
 */
record CodeArchive(SortedMap<String, byte[]> classes) {
    private static final int MOST_BYTES = 32 << 20;
    private static final Set<String> OURS =
            Set.of("io/shearwater/model", "io/shearwater/transform", "io/shearwater/learning", "io/shearwater/api");

    /**
     * The classes of a function.
     *
     * @throws io.shearwater.model.ShearwaterException MISSING_CODE when the class file cannot be read, or there are too many
     */
    static CodeArchive of(Class<?> root) {
        SortedMap<String, byte[]> classes = reached(root);
        if (classes.values().stream().mapToLong(bytes -> bytes.length).sum() > MOST_BYTES) {
            throw StoreError.MISSING_CODE.because("The class '" + root.getName()
                    + "' reaches more than 32 MiB of classes, too many to keep in the store. Let it depend on "
                    + "less.");
        }
        if (!classes.containsKey(root.getName().replace('.', '/'))) {
            throw StoreError.MISSING_CODE.because("The class file of '" + root.getName()
                    + "' cannot be read from its class loader, so it cannot be kept. Put the class on the "
                    + "class path.");
        }
        return new CodeArchive(classes);
    }

    private static SortedMap<String, byte[]> reached(Class<?> root) {
        try {
            return ProgramCode.reached(root, CodeArchive::isOfUsers, MOST_BYTES);
        } catch (IOException unreadable) {
            throw StoreError.MISSING_CODE.because(
                    "The code of '" + root.getName() + "' cannot be kept: " + unreadable.getMessage() + ".",
                    unreadable);
        }
    }

    private static boolean isOfUsers(String name) {
        int slash = name.lastIndexOf('/');
        return !(slash >= 0 && OURS.contains(name.substring(0, slash)))
                && ClassLoader.getPlatformClassLoader().getResource(name + ".class") == null;
    }

    /** SHA-256, in hexadecimal, over names and bytes without debug data. */
    String digest() {
        try {
            return ProgramCode.digest(classes);
        } catch (IllegalArgumentException noClass) {
            throw StoreError.CHANGED_CODE.because("A class file of users' code cannot be read.", noClass);
        }
    }

    /** The classes as a jar. */
    byte[] toJar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
                JarEntry file = new JarEntry(entry.getKey() + ".class");
                file.setTime(0);
                jar.putNextEntry(file);
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The classes of a jar. */
    static CodeArchive ofJar(byte[] bytes) throws IOException {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes))) {
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                if (entry.getName().endsWith(".class")) {
                    classes.put(entry.getName().substring(0, entry.getName().length() - 6), jar.readAllBytes());
                }
            }
        }
        return new CodeArchive(classes);
    }

    /** A loader that has these classes before those of its parent. */
    ClassLoader loader(ClassLoader parent) {
        return new Loader(classes, parent);
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes, ClassLoader parent) {
            super("kept code", parent);
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                byte[] own = classes.get(name.replace('.', '/'));
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return own == null ? super.loadClass(name, resolve) : defineClass(name, own, 0, own.length);
            }
        }
    }
}
