package io.shearwater.sqlite;

import io.shearwater.plan.TableRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.RegistryStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Commits until it is killed, and says the number of each commit that has returned. */
final class EndlessCommits {
    private EndlessCommits() {}

    public static void main(String[] arguments) {
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        TableRef table = new TableRef("fraud", "cards__1");
        RegistryStore store = Registries.open(Path.of(arguments[0]), InstantSource.system());
        store.acquire("endless", Duration.ZERO);
        for (long n = 1; ; n++) {
            String next = Long.toString(n);
            Optional<String> last = n == 1 ? Optional.empty() : Optional.of(Long.toString(n - 1));
            store.change(new Actor("child"), tx -> {
                tx.swapPointer(table, last, Optional.of(next));
                tx.audit("fraud", "commit", next);
                return true;
            });
            out.println(n);
        }
    }
}
