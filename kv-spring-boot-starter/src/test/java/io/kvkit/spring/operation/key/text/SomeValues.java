package io.kvkit.spring.operation.key.text;

import java.io.File;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Values of one type: few ones, so that many are equal, but with all the delimiters that a key may be written with. */
record SomeValues<T>(String name, Function<Random, T> make, BiPredicate<Object, Object> equality) {

    private static final List<String> TEXTS = List.of(
            "", "a", "b", "A", ",", "a,b", "[a]", "]", "[", "\\", "\\0", "|", "a=b", ", b=c", "{}", "null", "1");

    static <T> SomeValues<T> of(String name, Function<Random, T> make) {
        return new SomeValues<>(name, make, Object::equals);
    }

    boolean areEqual(Object one, Object other) {
        return equality.test(one, other);
    }

    @Override
    public String toString() {
        return name;
    }

    static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    static List<String> texts(Random random) {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            texts.add(text(random));
        }
        return texts;
    }

    private static Map<String, Integer> map(Random random, Map<String, Integer> map) {
        texts(random).forEach(text -> map.put(text, random.nextInt(3)));
        return map;
    }

    static List<SomeValues<?>> ofTheJdk() {
        List<SomeValues<?>> all = new ArrayList<>(numbersAndTexts());
        all.addAll(names());
        all.addAll(times());
        all.addAll(containers());
        return all;
    }

    private static List<SomeValues<?>> numbersAndTexts() {
        return List.of(
                of("String", SomeValues::text),
                of("Character", random -> (char) ('!' + random.nextInt(90))),
                of("Boolean", Random::nextBoolean),
                of("Byte", random -> (byte) random.nextInt()),
                of("Short", random -> (short) random.nextInt()),
                of("Integer", random -> random.nextInt(20) - 10),
                of("Long", Random::nextLong),
                of("Float", random -> random.nextInt(10) / 4f),
                of(
                        "Double",
                        random -> List.of(0.0, -0.0, Double.NaN, 1e300, 0.1).get(random.nextInt(5))),
                of("BigInteger", random -> new BigInteger(random.nextInt(90), random)),
                of("UUID", random -> new UUID(random.nextInt(3), random.nextInt(3))),
                of("Enum", random -> DayOfWeek.of(1 + random.nextInt(7))),
                of("Optional", random -> Optional.of(text(random))));
    }

    private static List<SomeValues<?>> names() {
        List<String> uris = List.of(
                "http://a/b",
                "HTTP://A/b",
                "http://a/B",
                "http://a:/b",
                "http://u@a/b",
                "http://a/%aa",
                "http://a/%AA",
                "file:/x",
                "file:///x",
                "file:////x",
                "mailto:a@b",
                "MAILTO:a@b",
                "b?c#d",
                "?c",
                "#c",
                "//a/b",
                "/a/b",
                "http://a_b/c",
                "http://A_B/c",
                "http://a?b",
                "http://a#b");
        List<Locale> locales = List.of(
                new Locale("no", "NO", "NY"),
                new Locale("nn", "NO"),
                new Locale("en", "US", "win"),
                new Locale("ja", "JP", "JP"),
                Locale.forLanguageTag("zh-Hant-TW"),
                Locale.forLanguageTag("zh-TW"),
                Locale.GERMAN,
                Locale.GERMANY,
                Locale.ROOT,
                new Locale("a_b", "c"),
                new Locale("a", "b_c"));
        return List.of(
                of("URI", random -> URI.create(uris.get(random.nextInt(uris.size())))),
                of("Locale", random -> locales.get(random.nextInt(locales.size()))),
                of("Currency", random -> Currency.getInstance(random.nextBoolean() ? "EUR" : "USD")),
                of("Charset", random -> random.nextBoolean() ? Charset.forName("utf8") : StandardCharsets.ISO_8859_1),
                of("File", random -> new File("a" + random.nextInt(3), "b")),
                of("Path", random -> Path.of("a" + random.nextInt(3), "b")),
                of("Class", random -> random.nextBoolean() ? String.class : int[].class),
                of("InetAddress", SomeValues::address),
                of("Method", random -> Random.class.getMethods()[random.nextInt(20)]),
                of("TimeZone", random -> TimeZone.getTimeZone(random.nextBoolean() ? "Europe/Paris" : "GMT+2")),
                of("ZoneId", random -> ZoneId.of(random.nextBoolean() ? "Europe/Paris" : "Z")));
    }

    private static InetAddress address(Random random) {
        try {
            byte[] bytes = {10, 0, 0, (byte) random.nextInt(3)};
            return InetAddress.getByAddress(random.nextBoolean() ? "host" + random.nextInt(3) : null, bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static List<SomeValues<?>> times() {
        return List.of(
                of("Instant", random -> Instant.ofEpochSecond(random.nextInt(3), random.nextInt(3))),
                of("LocalDate", random -> LocalDate.ofEpochDay(random.nextInt(9))),
                of("LocalTime", random -> LocalTime.of(random.nextInt(3), 0, 0, random.nextInt(2))),
                of("LocalDateTime", random -> LocalDateTime.of(2026, 1, 1, random.nextInt(3), random.nextInt(2))),
                of("OffsetDateTime", random -> Instant.EPOCH.atOffset(ZoneOffset.ofHours(random.nextInt(3)))),
                of("ZonedDateTime", SomeValues::zoned),
                of("Duration", random -> Duration.ofMillis(random.nextInt(5) * 30_000L)),
                of("Period", random -> Period.of(random.nextInt(2), random.nextInt(2), random.nextInt(31))),
                of("Year", random -> Year.of(2000 + random.nextInt(5))),
                of("YearMonth", random -> YearMonth.of(2000, 1 + random.nextInt(5))),
                of("MonthDay", random -> MonthDay.of(1, 1 + random.nextInt(5))),
                of("Date", random -> new Date(random.nextInt(5))),
                of("Timestamp", SomeValues::timestamp),
                of("Date and its subclasses", SomeValues::moment),
                of("java.sql.Date", random -> new java.sql.Date(random.nextInt(5) * 1_000L * random.nextInt(90_000))),
                of("java.sql.Time", random -> new Time(random.nextInt(5) * 500L)),
                of("Calendar", SomeValues::calendar));
    }

    private static ZonedDateTime zoned(Random random) {
        ZoneId zone = ZoneId.of(random.nextBoolean() ? "Europe/Paris" : "Europe/Berlin");
        return OffsetDateTime.parse("2026-10-25T02:30:00+0" + (1 + random.nextInt(2)) + ":00")
                .atZoneSameInstant(zone);
    }

    private static Date moment(Random random) {
        long millis = random.nextInt(3) * 43_200_000L;
        return switch (random.nextInt(3)) {
            case 0 -> new Date(millis);
            case 1 -> new java.sql.Date(millis);
            default -> new Time(millis);
        };
    }

    private static Timestamp timestamp(Random random) {
        Timestamp timestamp = new Timestamp(5);
        timestamp.setNanos(random.nextInt(5));
        return timestamp;
    }

    private static Calendar calendar(Random random) {
        Calendar calendar = Calendar.getInstance(
                TimeZone.getTimeZone(random.nextBoolean() ? "UTC" : "Asia/Tokyo"),
                random.nextBoolean() ? Locale.GERMANY : Locale.US);
        calendar.setTimeInMillis(random.nextInt(2));
        calendar.setLenient(random.nextBoolean());
        return calendar;
    }

    private static List<SomeValues<?>> containers() {
        return List.of(
                of("List", SomeValues::texts),
                of("Collection", random -> random.nextBoolean() ? Set.copyOf(texts(random)) : texts(random)),
                of("Set", random -> random.nextBoolean() ? new HashSet<>(texts(random)) : new TreeSet<>(texts(random))),
                new SomeValues<>(
                        "Deque",
                        random -> new ArrayDeque<>(texts(random)),
                        (one, other) ->
                                new ArrayList<>((ArrayDeque<?>) one).equals(new ArrayList<>((ArrayDeque<?>) other))),
                of(
                        "Map",
                        random -> random.nextBoolean()
                                ? map(random, new TreeMap<>())
                                : map(random, random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>())),
                of("Entry", random -> new SimpleEntry<>(text(random), text(random))),
                of("lists of lists", random -> List.of(texts(random), texts(random))),
                of("lists with null", SomeValues::withNull),
                new SomeValues<>(
                        "array",
                        random -> texts(random).toArray(),
                        (one, other) -> List.of((Object[]) one).equals(List.of((Object[]) other))),
                of("ByteBuffer", random -> ByteBuffer.wrap(new byte[] {1, 2, 1}, random.nextInt(3), 1)));
    }

    private static List<String> withNull(Random random) {
        List<String> texts = texts(random);
        texts.add(random.nextBoolean() ? null : "null");
        return texts;
    }
}
