package io.shearwater.wire;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.IoReason;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The frames of a stream up to where it is whole, wherever that is. Not thread-safe. */
final class WholeBlocks implements FrameReader {
    private static final Schema NOTHING = Schema.of();

    private final InputStream in;
    private @Nullable FrameStreamReader stream;
    private boolean ended;

    WholeBlocks(InputStream in) {
        this.in = in;
        try {
            stream = new FrameStreamReader(in, new KnownColumns());
        } catch (ShearwaterException failure) {
            requireCut(failure);
        }
    }

    private static void requireCut(ShearwaterException failure) {
        if (failure.code() != WireError.CUT_STREAM && failure.code() != WireError.BAD_FRAMES) {
            throw failure;
        }
    }

    @Override
    public Schema schema() {
        return stream == null ? NOTHING : stream.schema();
    }

    @Override
    public Optional<Frame> next() {
        try {
            return stream == null || ended ? Optional.empty() : stream.next();
        } catch (ShearwaterException failure) {
            requireCut(failure);
            ended = true;
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            in.close();
        } catch (IOException failed) {
            throw WireError.IO.because("The file cannot be closed: " + IoReason.of(failed) + ".", failed);
        }
    }
}
