package io.shearwater.client;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tells one form of a program's code from another: the classes that one reaches in its own jar or directory. */
final class ProgramCode {
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

    /** SHA-256, in hexadecimal; empty where the class files cannot be read. */
    static Optional<String> digest(Class<?> code) {
        Class<?> root = code.getNestHost();
        ClassLoader loader = root.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : root.getClassLoader();
        String first = root.getName().replace('.', '/');
        try {
            Map<String, byte[]> classes = reached(loader, first);
            return classes.containsKey(first) ? Optional.of(digest(classes)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Map<String, byte[]> reached(ClassLoader loader, String first) throws IOException {
        String place = place(loader, first);
        Map<String, byte[]> classes = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(Set.of(first));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (classes.containsKey(name)
                    || place.isEmpty()
                    || !place(loader, name).equals(place)) {
                continue;
            }
            try (InputStream in = loader.getResourceAsStream(name + ".class")) {
                if (in != null) {
                    byte[] bytes = in.readAllBytes();
                    classes.put(name, bytes);
                    for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
                        if (entry instanceof ClassEntry type
                                && !type.asInternalName().startsWith("[")) {
                            open.add(type.asInternalName());
                        }
                    }
                }
            }
        }
        return classes;
    }

    /** Where a class file lies, as far as it is not its name; empty if it is nowhere. */
    private static String place(ClassLoader loader, String name) {
        URL file = loader.getResource(name + ".class");
        String text = file == null ? "" : file.toString();
        return text.endsWith(name + ".class") ? text.substring(0, text.length() - name.length() - 6) : "";
    }

    private static String digest(Map<String, byte[]> classes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            classes.forEach((name, bytes) -> {
                ClassModel model = WITHOUT_DEBUG.parse(bytes);
                byte[] plain = WITHOUT_DEBUG.transformClass(model, PLAIN);
                sha.update((name + '\0' + plain.length + '\0').getBytes(StandardCharsets.UTF_8));
                sha.update(plain);
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
