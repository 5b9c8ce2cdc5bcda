package io.shearwater.api;

import io.shearwater.api.TrainingData.Part;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.HeapGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Takes every so-many-th row of a stream. One instance reads one stream. */
final class TrainingSample {
    private static final List<Function<Part, Frame>> ROLES =
            List.of(Part::features, Part::labels, Part::helpers, Part::index, Part::weights);

    private final int step;
    private final List<List<Frame>> taken = new ArrayList<>();
    private long passed;

    TrainingSample(int step) {
        this.step = step;
        ROLES.forEach(role -> taken.add(new ArrayList<>()));
    }

    Optional<Part> of(TrainingRows rows) {
        HeapGuard guard = null;
        for (Optional<Part> next = rows.next(); next.isPresent(); next = rows.next()) {
            Part piece = next.get();
            if (guard == null) {
                guard = new HeapGuard(piece.features().schema());
            }
            int first = (int) ((step - passed % step) % step);
            for (int role = 0; role < ROLES.size(); role++) {
                taken.get(role).add(picked(ROLES.get(role).apply(piece), first));
            }
            guard.add(taken.getFirst().getLast());
            passed += piece.features().rows();
        }
        return guard == null ? Optional.empty() : Optional.of(part());
    }

    private Frame picked(Frame frame, int first) {
        if (step == 1) {
            return frame;
        }
        FrameBuilder picked = new FrameBuilder(frame.schema(), frame.rows() / step + 1);
        for (int row = first; row < frame.rows(); row += step) {
            picked.appendRow(frame, row);
        }
        return picked.build();
    }

    private Part part() {
        List<Frame> whole = taken.stream()
                .map(frames -> Frame.concat(frames.getFirst().schema(), frames))
                .toList();
        return new Part(whole.get(0), whole.get(1), whole.get(2), whole.get(3), whole.get(4));
    }
}
