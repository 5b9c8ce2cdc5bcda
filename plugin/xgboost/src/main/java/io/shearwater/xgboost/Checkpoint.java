package io.shearwater.xgboost;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a training needs to go on. One file, which is there whole or not at all.
 *
 * @param task of which it is, as a digest of all that a round depends on
 * @param rounds how many are done
 * @param best the best round so far, and what was measured in it
 * @param model as the library saves it
 * @param bestModel the model of the best round, where it cannot be cut from a later one; else empty
 */
record Checkpoint(String task, int rounds, BestRound best, byte[] model, byte[] bestModel) {
    private static final String FILE = "xgboost.checkpoint";
    private static final int MAGIC = 0x53574350;
    private static final int VERSION = 1;

    void write(Path directory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(model.length + bestModel.length + 1024);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeUTF(task);
        out.writeInt(rounds);
        out.writeInt(best.round());
        out.writeInt(best.metrics().size());
        for (Map.Entry<String, Double> metric : best.metrics().entrySet()) {
            out.writeUTF(metric.getKey());
            out.writeDouble(metric.getValue());
        }
        write(out, model);
        write(out, bestModel);
        out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        Files.createDirectories(directory);
        Path next = directory.resolve(FILE + ".next");
        try (FileChannel file = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
            while (all.hasRemaining()) {
                file.write(all);
            }
            file.force(true);
        }
        Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    /** The checkpoint of a task in a directory. One that is damaged or of another task is as none. */
    static Optional<Checkpoint> read(Path directory, String task) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        int body = bytes.length - Long.BYTES;
        if (body < 0 || ByteBuffer.wrap(bytes).getLong(body) != checksum(bytes, body)) {
            return Optional.empty();
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body));
        if (in.readInt() != MAGIC || in.readInt() != VERSION || !in.readUTF().equals(task)) {
            return Optional.empty();
        }
        int rounds = in.readInt();
        int bestRound = in.readInt();
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            metrics.put(in.readUTF(), in.readDouble());
        }
        BestRound best = new BestRound(bestRound, metrics);
        return Optional.of(new Checkpoint(task, rounds, best, part(in), part(in)));
    }

    private static byte[] part(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static long checksum(byte[] bytes, int size) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, size);
        return sum.getValue();
    }
}
