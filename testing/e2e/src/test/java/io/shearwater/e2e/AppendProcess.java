package io.shearwater.e2e;

import io.shearwater.api.FeatureStore;
import io.shearwater.definitions.Definitions;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Applies folders each of which gives a group one more aggregate and makes a view of it, until it is killed. */
final class AppendProcess {
    private AppendProcess() {}

    /** Arguments: the store, the journal that gets a line for each folder that was applied, the next folder's number, where they are. */
    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(arguments[1]);
        try (FeatureStore store = Shearwater.open(Path.of(arguments[0]))) {
            for (int number = Integer.parseInt(arguments[2]); ; number++) {
                folder(Path.of(arguments[3]), number).plan(store).apply(store);
                Files.writeString(journal, "applied\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
    }

    /** Definitions with so many aggregates, and a view of each. */
    static Definitions folder(Path parent, int number) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("folder" + number));
        StringBuilder text = new StringBuilder("""
                group: events
                key: id
                event-time: at
                columns: {id: long, at: timestamp, card: string, amount: double}
                tags: {folder: 'NUMBER'}
                ---
                group: activity
                key: card
                event-time: asked_at
                storage: offline-and-online
                aggregates:
                  events: events
                  features:
                """.replace("NUMBER", Integer.toString(number)));
        for (int i = 1; i <= number; i++) {
            text.append("    sum_N: {function: 'decayed_sum(amount, Nh)', window: lifetime}\n"
                    .replace("N", Integer.toString(i)));
        }
        for (int i = 1; i <= number; i++) {
            text.append(
                    "---\nview: view_N\nquery: {group: activity, select: [sum_N]}\n".replace("N", Integer.toString(i)));
        }
        Files.writeString(folder.resolve("all.yaml"), text);
        return Definitions.read(folder);
    }
}
