package io.shearwater.fraud;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A city where cards live and payments come from. Its IP addresses are private ones, 10.p.x.y for the city numbered p, so
 * that none is anybody's.
 */
record Place(String city, String country, double latitude, double longitude) {
    static final List<Place> ALL = List.of(
            new Place("Stockholm", "SE", 59.33, 18.07),
            new Place("London", "GB", 51.51, -0.13),
            new Place("Paris", "FR", 48.86, 2.35),
            new Place("Madrid", "ES", 40.42, -3.70),
            new Place("Rome", "IT", 41.90, 12.50),
            new Place("Berlin", "DE", 52.52, 13.41),
            new Place("Warsaw", "PL", 52.23, 21.01),
            new Place("Athens", "GR", 37.98, 23.73),
            new Place("Istanbul", "TR", 41.01, 28.98),
            new Place("Cairo", "EG", 30.04, 31.24),
            new Place("Lagos", "NG", 6.52, 3.38),
            new Place("Nairobi", "KE", -1.29, 36.82),
            new Place("Cape Town", "ZA", -33.92, 18.42),
            new Place("Dubai", "AE", 25.20, 55.27),
            new Place("Mumbai", "IN", 19.08, 72.88),
            new Place("Delhi", "IN", 28.61, 77.21),
            new Place("Bangkok", "TH", 13.76, 100.50),
            new Place("Singapore", "SG", 1.35, 103.82),
            new Place("Jakarta", "ID", -6.21, 106.85),
            new Place("Hong Kong", "HK", 22.32, 114.17),
            new Place("Shanghai", "CN", 31.23, 121.47),
            new Place("Seoul", "KR", 37.57, 126.98),
            new Place("Tokyo", "JP", 35.68, 139.69),
            new Place("Sydney", "AU", -33.87, 151.21),
            new Place("Auckland", "NZ", -36.85, 174.76),
            new Place("Honolulu", "US", 21.31, -157.86),
            new Place("Seattle", "US", 47.61, -122.33),
            new Place("Los Angeles", "US", 34.05, -118.24),
            new Place("Denver", "US", 39.74, -104.99),
            new Place("Chicago", "US", 41.88, -87.63),
            new Place("Charleston", "US", 32.78, -79.93),
            new Place("New York", "US", 40.71, -74.01),
            new Place("Toronto", "CA", 43.65, -79.38),
            new Place("Mexico City", "MX", 19.43, -99.13),
            new Place("Bogota", "CO", 4.71, -74.07),
            new Place("Lima", "PE", -12.05, -77.04),
            new Place("Santiago", "CL", -33.45, -70.67),
            new Place("Buenos Aires", "AR", -34.60, -58.38),
            new Place("Sao Paulo", "BR", -23.55, -46.63),
            new Place("Reykjavik", "IS", 64.15, -21.94));

    private static final Pattern ADDRESS = Pattern.compile("10\\.(\\d{1,3})\\.\\d{1,3}\\.\\d{1,3}");
    private static final double EARTH_RADIUS_KM = 6371;

    /** Some address in this city. */
    String address(Dice dice) {
        return "10." + ALL.indexOf(this) + "." + dice.below(256) + "." + dice.between(1, 254);
    }

    /** The city of an address that {@link #address} made; of any other nothing is known. */
    static Optional<Place> find(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : ALL.size();
        return number < ALL.size() ? Optional.of(ALL.get(number)) : Optional.empty();
    }

    /** The distance over the sphere (haversine formula). */
    double kilometresTo(Place other) {
        double north = StrictMath.toRadians(other.latitude - latitude);
        double east = StrictMath.toRadians(other.longitude - longitude);
        double a = square(StrictMath.sin(north / 2))
                + StrictMath.cos(StrictMath.toRadians(latitude))
                        * StrictMath.cos(StrictMath.toRadians(other.latitude))
                        * square(StrictMath.sin(east / 2));
        return 2 * EARTH_RADIUS_KM * StrictMath.asin(StrictMath.sqrt(a));
    }

    private static double square(double value) {
        return value * value;
    }

    /** Whole hours by which the sun is ahead of UTC here. */
    int hoursAhead() {
        return (int) StrictMath.rint(longitude / 15);
    }
}
