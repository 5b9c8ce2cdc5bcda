package io.shearwater.grpc;

import io.shearwater.api.Deployment;
import io.shearwater.api.FeatureView;
import io.shearwater.gate.Gate;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.model.Schema;
import io.shearwater.wire.EntryParser;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Views and deployments that were asked for before, ready for the next request: looking one up takes longer than reading a vector.
 * What is kept counts as long as no definition changes. Thread-safe.
 */
final class ServedViews {
    /** More views than that at a time are looked up anew. */
    private static final int MOST = 2_000;

    private final RpcServices services;
    private final Kept<ViewKey, View> views;
    private final Kept<DeploymentKey, Answering> deployments;

    ServedViews(RpcServices services) {
        this.services = services;
        this.views = new Kept<>(services.gate());
        this.deployments = new Kept<>(services.gate());
    }

    /** Which view, and which form of it. */
    record ViewKey(
            String project, String name, int version, int trainingDataset, boolean untransformed, boolean logged) {
        static ViewKey of(GetVectorsRequest request) {
            return new ViewKey(
                    request.getProject(),
                    request.getView(),
                    request.getVersion(),
                    request.getTrainingDataset(),
                    request.getUntransformed(),
                    request.getLogged());
        }
    }

    private record DeploymentKey(String project, String name) {}

    /** A deployment, and what entries for it may name. */
    record Answering(Deployment deployment, EntryParser entries) {}

    /** A view, and what entries for it may name. */
    static final class View {
        private final FeatureView view;
        private final EntryParser entries;
        private volatile VectorLayout layout;

        private View(FeatureView view) {
            this.view = view;
            this.entries = EntryParser.of(view);
            this.layout = VectorLayout.of(view.featureSchema());
        }

        FeatureView view() {
            return view;
        }

        EntryParser entries() {
            return entries;
        }

        VectorLayout layout() {
            return layout;
        }

        /** The layout of vectors with these columns, which are those of the view but for what was added to it since. */
        @SuppressWarnings(
                "ReferenceEquality") // a view gives the same schema each time; comparing hundreds of names would not
        // pay
        VectorLayout layout(Schema columns) {
            VectorLayout known = layout;
            if (known.columns() != columns) {
                known = VectorLayout.of(columns);
                layout = known;
            }
            return known;
        }
    }

    /** What was made at a count of definitions. */
    private record Made<T>(long definitions, T thing) {}

    private static final class Kept<K, T> {
        private final Gate gate;
        private final Map<K, Made<T>> made = new ConcurrentHashMap<>();

        private Kept(Gate gate) {
            this.gate = gate;
        }

        boolean has(K key) {
            Made<T> known = made.get(key);
            return known != null && known.definitions() == gate.definitions();
        }

        T get(K key, Supplier<T> maker) {
            long now = gate.definitions();
            Made<T> known = made.get(key);
            if (known != null && known.definitions() == now) {
                return known.thing();
            }
            T thing = maker.get();
            if (made.size() >= MOST) {
                made.clear();
            }
            made.put(key, new Made<>(now, thing));
            return thing;
        }
    }

    /** Whether a view is at hand, so that asking for it does not wait for the disk. */
    boolean has(ViewKey key) {
        return views.has(key);
    }

    View view(ViewKey key) {
        return views.get(key, () -> new View(open(key)));
    }

    private FeatureView open(ViewKey key) {
        FeatureView view = services.store(key.project()).featureView(key.name(), key.version());
        FeatureView fitted = key.trainingDataset() > 0 ? view.withTrainingDataset(key.trainingDataset()) : view;
        FeatureView formed = key.untransformed() ? fitted.untransformed() : fitted;
        return key.logged() ? formed.logged() : formed;
    }

    Answering deployment(String project, String name) {
        return deployments.get(new DeploymentKey(project, name), () -> {
            Deployment deployment = services.store(project).deployments().deployment(name);
            return new Answering(deployment, EntryParser.of(deployment.schema()));
        });
    }
}
