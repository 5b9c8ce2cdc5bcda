package io.shearwater.aggregate;

import java.util.ArrayList;
import java.util.List;

/** The events of one key that pass one condition, and the windows that slide over them. Not thread-safe. */
final class Lane {
    /** A window and the states that slide with it. */
    private record Slide(WindowBounds bounds, List<Sliding> states) {}

    private final Events events;
    private final List<Slide> slides = new ArrayList<>();

    Lane(LanePlan plan, EventPool pool) {
        List<ValueKind> kinds = List.copyOf(plan.columns.kinds());
        events = new Events(kinds, pool);
        for (LanePlan.SlidePlan slide : plan.slides) {
            WindowBounds bounds = WindowBounds.of(slide.window(), slide.current());
            slides.add(new Slide(
                    bounds,
                    slide.states().stream()
                            .map(spec -> sliding(spec, bounds, kinds, pool.limits()))
                            .toList()));
        }
    }

    private static Sliding sliding(StateSpec spec, WindowBounds bounds, List<ValueKind> kinds, HistoryLimits limits) {
        if (bounds.isGrowing()) {
            return new Sliding.Growing(spec.create(kinds));
        }
        return spec.algebra().isSubtractable()
                ? new Sliding.Subtracting(spec.create(kinds))
                : new BlockStacks(() -> spec.create(kinds), limits.blockBits());
    }

    void append(long time, long end, RowSource source, int row) {
        events.append(time, end, source, row);
    }

    /** Moves every window on to a time. */
    void moveTo(long low, long high) {
        slides.forEach(slide -> slide.bounds().moveTo(events, low, high));
    }

    /** Lets go of the events that no window sees any more; once all states of a time were asked for. */
    void release() {
        events.discardBefore(needed());
    }

    private long needed() {
        long needed = events.end();
        for (Slide slide : slides) {
            WindowBounds bounds = slide.bounds();
            needed = Math.min(needed, bounds.isGrowing() ? bounds.end() : bounds.start());
        }
        return needed;
    }

    /** Whether it is as if it had seen no event. */
    boolean isSpent() {
        return needed() == events.end()
                && slides.stream().noneMatch(slide -> slide.bounds().isGrowing());
    }

    /** Whether a window sees no event. */
    boolean isEmpty(int slide) {
        WindowBounds bounds = slides.get(slide).bounds();
        return bounds.start() == bounds.end();
    }

    State state(int slide, int state) {
        Slide asked = slides.get(slide);
        return asked.states()
                .get(state)
                .over(events, asked.bounds().start(), asked.bounds().end());
    }

    /** Gives back what its events take; it is not used again. */
    void free() {
        events.clear();
    }

    void clear() {
        events.clear();
        for (Slide slide : slides) {
            slide.bounds().clear();
            slide.states().forEach(Sliding::clear);
        }
    }
}
