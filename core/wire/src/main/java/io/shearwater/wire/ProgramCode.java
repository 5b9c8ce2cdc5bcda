package io.shearwater.wire;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that code reaches, and their digest. A store in the process and a client of one on a server come to the same, so that a
 * program that goes from one to the other is not taken for another.
 */
public final class ProgramCode {
    private static final Pattern DESCRIBED = Pattern.compile("L([\\w/$]+);");

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

    private ProgramCode() {}

    /**
     * The digest of a class, those it is nested with, and those that they reach where they lie themselves, in their jar or directory:
     * it tells whether a program has changed, whatever libraries it names.
     *
     * @return empty where the class files cannot be read
     */
    public static Optional<String> digest(Class<?> code) {
        Class<?> root = code.getNestHost();
        ClassLoader loader = loader(root);
        String first = internalName(root);
        String place = place(loader, first);
        try {
            SortedMap<String, byte[]> classes = reached(
                    root, name -> !place.isEmpty() && place(loader, name).equals(place), Long.MAX_VALUE);
            return classes.containsKey(first) ? Optional.of(digest(classes)) : Optional.empty();
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
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

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /**
     * The class files of a class and of all that they name, as far as they are there.
     *
     * @param isWanted of a class but the first, by its name with slashes
     * @param most the search ends with the class with which there are more bytes than this
     * @return by name, with slashes
     * @throws IOException where a file is there and cannot be read
     */
    public static SortedMap<String, byte[]> reached(Class<?> root, Predicate<String> isWanted, long most)
            throws IOException {
        ClassLoader loader = loader(root);
        SortedMap<String, byte[]> classes = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(Set.of(internalName(root)));
        Set<String> seen = new LinkedHashSet<>(open);
        long size = 0;
        while (!open.isEmpty() && size <= most) {
            String name = open.pop();
            Optional<byte[]> found = bytes(loader, name);
            if (found.isEmpty()) {
                continue;
            }
            size += found.get().length;
            classes.put(name, found.get());
            for (String next : named(found.get())) {
                if (!seen.contains(next) && isWanted.test(next)) {
                    seen.add(next);
                    open.add(next);
                }
            }
        }
        return classes;
    }

    private static Optional<byte[]> bytes(ClassLoader loader, String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new IOException("the class file of '" + name + "' cannot be read", unreadable);
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

    /**
     * SHA-256, in hexadecimal, over names and bytes without what only a debugger reads, so that the same source gives the same digest
     * however it was compiled.
     *
     * @throws IllegalArgumentException for what is no class file
     */
    public static String digest(SortedMap<String, byte[]> classes) {
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
        }
    }
}
