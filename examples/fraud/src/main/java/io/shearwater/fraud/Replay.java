package io.shearwater.fraud;

import io.shearwater.api.FeatureView;
import io.shearwater.model.Frame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Payments as they come: for each, the vector a model would be asked with, and then the payment itself. */
final class Replay {
    private static final List<String> REQUEST =
            List.of("cc_num", "merchant_id", "amount", "ip_address", "card_present", "ts", "cc_expiry_date");

    private final FraudGroups groups;
    private final FeatureView view;

    Replay(FraudGroups groups, FeatureView view) {
        this.groups = groups;
        this.view = view;
    }

    /** What a caller knows of a payment: the serving keys, the passed features, and what features are computed from. */
    static Map<String, Object> request(Frame payments, int row) {
        Map<String, Object> request = new LinkedHashMap<>();
        REQUEST.forEach(name -> request.put(name, payments.column(name).valueAt(row)));
        return request;
    }

    /**
     * Asks for the vector of each payment just before the payment is inserted.
     *
     * @return the vectors by payment
     */
    Map<Long, Map<String, @Nullable Object>> run(Frame payments, LongConsumer progress) {
        Map<Long, Map<String, @Nullable Object>> vectors = new TreeMap<>();
        for (int row = 0; row < payments.rows(); row++) {
            Frame payment = payments.slice(row, row + 1);
            long id = (Long) payment.column("t_id").valueAt(0);
            vectors.put(id, view.featureVector(request(payment, 0)).toMap());
            groups.transactions().insert(payment);
            progress.accept(row + 1L);
        }
        return vectors;
    }
}
