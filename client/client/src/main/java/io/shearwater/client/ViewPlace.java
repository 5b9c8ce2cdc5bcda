package io.shearwater.client;

import io.shearwater.model.FeatureViewSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a view is, and as what it is read. Immutable.
 *
 * @param version of the training data whose learnt transformations are applied
 */
record ViewPlace(Http http, FeatureViewSpec spec, Optional<Integer> version, boolean isRaw, boolean isLogged) {
    static final String DATASETS = "training-datasets";

    static ViewPlace of(Http http, FeatureViewSpec spec) {
        return new ViewPlace(http, spec, Optional.empty(), false, false);
    }

    ViewPlace with(int dataset) {
        return new ViewPlace(http, spec, Optional.of(dataset), isRaw, isLogged);
    }

    ViewPlace untransformed() {
        return new ViewPlace(http, spec, version, true, false);
    }

    ViewPlace logged() {
        return new ViewPlace(http, spec, version, isRaw, true);
    }

    Object[] path(Object... more) {
        List<Object> path = new ArrayList<>(List.of(RemoteView.VIEWS, spec.name(), spec.version()));
        path.addAll(List.of(more));
        return path.toArray();
    }

    String what(String verb) {
        return verb + " feature view '" + spec.name() + "' version " + spec.version();
    }

    Ask get(Object... more) {
        return Ask.get(path(more)).named(what("read of"));
    }

    Ask post(Object... more) {
        return Ask.post(path(more)).named(what("read of"));
    }

    /** A request for the view as it is read here. */
    Ask chosen(Ask ask) {
        Ask asked = version.isPresent() ? ask.query("training_dataset", version.get()) : ask;
        return isRaw ? asked.query("untransformed", true) : asked;
    }

    /** A request for the view with or without its transformations, whatever version was chosen. */
    Ask form(Ask ask) {
        return isRaw ? ask.query("untransformed", true) : ask;
    }
}
