package io.shearwater.fraud;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Iterator;
import java.util.stream.Stream;

/** The six tables of the data mart, column by column; DATA.md beside the sources says what is in them. */
public final class MartTables {
    /** Banks: a row when a bank was taken on, and one for each change of its credit rating. */
    public static final Schema BANK_DETAILS = Schema.of(
            new Field("bank_id", DataType.STRING),
            new Field("country", DataType.STRING),
            new Field("credit_rating", DataType.STRING),
            new Field("credit_rating_changed", DataType.DATE),
            new Field("last_modified", DataType.TIMESTAMP));

    /** Accounts: a row when an account was opened, and one at the beginning of each month. */
    public static final Schema ACCOUNT_DETAILS = Schema.of(
            new Field("account_id", DataType.STRING),
            new Field("zipcode", DataType.STRING),
            new Field("debt_end_prev_month", DataType.decimal(10, 2)),
            new Field("last_modified", DataType.TIMESTAMP));

    /** Merchants: a row when a merchant was taken on, and one for each night after a day with sales. */
    public static final Schema MERCHANT_DETAILS = Schema.of(
            new Field("merchant_id", DataType.STRING),
            new Field("category", DataType.STRING),
            new Field("country", DataType.STRING),
            new Field("cnt_chrgback_prev_day", DataType.decimal(10, 2)),
            new Field("last_modified", DataType.TIMESTAMP));

    /** Cards: a row when a card was issued, and one when it is blocked, lost or stolen. */
    public static final Schema CARD_DETAILS = Schema.of(
            new Field("cc_num", DataType.string(16)),
            new Field("cc_expiry_date", DataType.string(7)),
            new Field("account_id", DataType.STRING),
            new Field("bank_id", DataType.STRING),
            new Field("issue_date", DataType.DATE),
            new Field("card_type", DataType.STRING),
            new Field("status", DataType.STRING),
            new Field("last_modified", DataType.TIMESTAMP));

    /** Payments, in the order of time. */
    public static final Schema CREDIT_CARD_TRANSACTIONS = Schema.of(
            new Field("t_id", DataType.LONG),
            new Field("ts", DataType.TIMESTAMP),
            new Field("cc_num", DataType.string(16)),
            new Field("merchant_id", DataType.STRING),
            new Field("amount", DataType.DOUBLE),
            new Field("ip_address", DataType.STRING),
            new Field("card_present", DataType.BOOLEAN));

    /** Payments that turned out to be fraud, in the order of {@code t_id}. */
    public static final Schema CC_FRAUD = Schema.of(
            new Field("t_id", DataType.LONG),
            new Field("explanation", DataType.STRING),
            new Field("reporter", DataType.STRING));

    private static final int FRAME_ROWS = 16_384;

    private MartTables() {}

    static Object[] row(Object... values) {
        return values;
    }

    /** Rows as they are asked for, in frames of bounded size. */
    static FrameReader reader(Schema schema, Stream<Object[]> rows) {
        Iterator<Object[]> source = rows.iterator();
        return FrameReader.of(schema, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public Frame next() {
                FrameBuilder frame = new FrameBuilder(schema, FRAME_ROWS);
                while (source.hasNext() && frame.rows() < FRAME_ROWS) {
                    frame.append(source.next());
                }
                return frame.build();
            }
        });
    }
}
