package io.shearwater.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes of a function or logic: its own and all that they name, but for those of Java and of Shearwater. Their digest is over the
 * bytes without what only a debugger reads, so that the same source gives the same digest however it was compiled. Immutable.
 *
 * @param classes bytes by name, with slashes
 */
record CodeArchive(SortedMap<String, byte[]> classes) {
    private static final int MOST_BYTES = 32 << 20;
    private static final Pattern DESCRIBED = Pattern.compile("L([\\w/$]+);");
    private static final Set<String> OURS =
            Set.of("io/shearwater/model", "io/shearwater/transform", "io/shearwater/learning", "io/shearwater/api");

    private static final ClassFile WITHOUT_DEBUG = ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL);

    /** Writes every method anew, for else its debug data would be copied with it. */
    private static final ClassTransform PLAIN = ((ClassTransform) (builder, element) -> {
                if (!(element instanceof SourceFileAttribute)) {
                    builder.with(element);
                }
            })
            .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));

    /**
     * The classes of a function.
     *
     * @throws io.shearwater.model.ShearwaterException MISSING_CODE when the class file cannot be read, or there are too many
     */
    static CodeArchive of(Class<?> root) {
        return of(root, CodeArchive::isOfUsers);
    }

    /**
     * As {@link #of(Class)}, of the classes alone that lie where the root does: in its directory or jar. Tells whether a program
     * has changed, whatever libraries it names.
     */
    static CodeArchive ofProgram(Class<?> root) {
        ClassLoader loader = loader(root);
        String place = place(loader, root.getName().replace('.', '/'));
        return of(root, name -> !place.isEmpty() && place(loader, name).equals(place));
    }

    /** Where a class file lies, as far as it is not its name; empty if it is nowhere. */
    private static String place(ClassLoader loader, String name) {
        URL file = loader.getResource(name + ".class");
        String text = file == null ? "" : file.toString();
        return text.endsWith(name + ".class") ? text.substring(0, text.length() - name.length() - 6) : "";
    }

    private static ClassLoader loader(Class<?> root) {
        return root.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : root.getClassLoader();
    }

    private static CodeArchive of(Class<?> root, Predicate<String> isWanted) {
        ClassLoader loader = loader(root);
        SortedMap<String, byte[]> classes = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(Set.of(root.getName().replace('.', '/')));
        Set<String> seen = new LinkedHashSet<>(open);
        long size = 0;
        while (!open.isEmpty()) {
            String name = open.pop();
            Optional<byte[]> found = bytes(loader, name);
            if (found.isEmpty()) {
                continue;
            }
            size += found.get().length;
            if (size > MOST_BYTES) {
                throw StoreError.MISSING_CODE.because("The class '" + root.getName()
                        + "' reaches more than 32 MiB of classes, too many to keep in the store. Let it depend on "
                        + "less.");
            }
            classes.put(name, found.get());
            for (String next : named(found.get())) {
                if (!seen.contains(next) && isWanted.test(next)) {
                    seen.add(next);
                    open.add(next);
                }
            }
        }
        if (!classes.containsKey(root.getName().replace('.', '/'))) {
            throw StoreError.MISSING_CODE.because("The class file of '" + root.getName()
                    + "' cannot be read from its class loader, so it cannot be kept. Put the class on the "
                    + "class path.");
        }
        return new CodeArchive(classes);
    }

    private static boolean isOfUsers(String name) {
        int slash = name.lastIndexOf('/');
        return !(slash >= 0 && OURS.contains(name.substring(0, slash)))
                && ClassLoader.getPlatformClassLoader().getResource(name + ".class") == null;
    }

    private static Optional<byte[]> bytes(ClassLoader loader, String name) {
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw StoreError.MISSING_CODE.because("The class file of '" + name + "' cannot be read.", unreadable);
        }
    }

    /** The classes that a class names: in its code, its types and its annotations. */
    private static Set<String> named(byte[] bytes) {
        Set<String> names = new LinkedHashSet<>();
        ClassModel model = ClassFile.of().parse(bytes);
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry type) {
                String name = type.asInternalName();
                if (!name.startsWith("[")) {
                    names.add(name);
                }
            }
            if (entry instanceof Utf8Entry text) {
                Matcher described = DESCRIBED.matcher(text.stringValue());
                while (described.find()) {
                    names.add(described.group(1));
                }
            }
        }
        return names;
    }

    /** SHA-256, in hexadecimal, over names and bytes without debug data. */
    String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
                ClassModel model = WITHOUT_DEBUG.parse(entry.getValue());
                byte[] plain = WITHOUT_DEBUG.transformClass(model, PLAIN);
                sha.update((entry.getKey() + '\0' + plain.length + '\0').getBytes(StandardCharsets.UTF_8));
                sha.update(plain);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
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
