package io.shearwater.access;

import io.shearwater.testing.InMemoryRegistryStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Writes to a log until it is killed, and prints what it was promised to find again. */
final class AuditProgram {
    private static final int READS = 20;

    private AuditProgram() {}

    static AuditEvent event(String action, int number) {
        Authenticated who = Authenticated.operator();
        return AuditEvent.of(Instant.now(), who, "fraud", action, new Asset(Asset.Kind.PROJECT, "fraud"))
                .with(Map.of("number", Integer.toString(number)));
    }

    /** The first argument is the directory, the second what the durable entries are called. */
    public static void main(String[] arguments) {
        AuditOptions options = AuditOptions.defaults().withFileBytes(50_000);
        AuditLog log = AuditLog.open(Path.of(arguments[0]), new InMemoryRegistryStore(Instant::now), options);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        for (int number = 0; true; number++) {
            for (int read = 0; read < READS; read++) {
                log.record(event("read", read));
            }
            log.recordDurably(event(arguments[1], number));
            out.println(number);
        }
    }
}
