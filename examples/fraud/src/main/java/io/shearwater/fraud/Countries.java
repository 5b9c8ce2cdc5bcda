package io.shearwater.fraud;

import java.util.List;

/** 160 populous countries without North Korea, the most populous first, as ISO 3166 codes. */
final class Countries {
    static final List<String> CODES =
            List.of(("IN CN US ID PK NG BR BD RU ET MX JP EG PH CD VN IR TR DE TH TZ GB FR ZA IT KE MM CO KR SD UG ES "
                            + "DZ IQ AR AF YE CA PL MA AO UA UZ MY MZ GH PE SA MG CI NP CM VE NE AU SY ML BF TW LK MW ZM TD CL "
                            + "KZ RO SO SN GT NL EC KH ZW GN RW BJ BI TN BO HT BE JO DO CU SS SE HN CZ AZ GR PG PT HU TJ AE BY "
                            + "IL TG AT CH SL LA HK RS NI LY PY KG BG TM SV CG DK SG CF FI NO SK LB PS NZ CR IE LR KW PA OM MR "
                            + "HR ER GE UY MN BA JM AM LT QA AL NA GM BW MD GA SI LS MK LV GW GQ TT BH TL EE MU SZ DJ FJ CY KM")
                    .split(" ", -1));

    private Countries() {}
}
