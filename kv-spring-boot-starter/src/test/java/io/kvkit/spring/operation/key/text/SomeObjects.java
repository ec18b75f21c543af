package io.kvkit.spring.operation.key.text;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/** Objects of classes as applications have them, and of libraries that they use. */
final class SomeObjects {

    private SomeObjects() {}

    record Point(int x, int y) {}

    record Range(int x, int y) {}

    interface Filter {}

    record Above(int price) implements Filter {}

    record Below(int price) implements Filter {}

    enum Size implements Filter {
        SMALL,
        LARGE
    }

    /** As Lombok writes them: its texts meet. */
    static class Search {

        private final String q;
        private final String sort;

        Search(String q, String sort) {
            this.q = q;
            this.sort = sort;
        }

        public String getQ() {
            return q;
        }

        public String getSort() {
            return sort;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other != null
                    && other.getClass() == getClass()
                    && Objects.equals(q, ((Search) other).q)
                    && Objects.equals(sort, ((Search) other).getSort());
        }

        @Override
        public int hashCode() {
            return Objects.hash(q, sort);
        }

        @Override
        public String toString() {
            return "Search(q=" + q + ", sort=" + sort + ")";
        }
    }

    /** A class that extends another, with fluent accessors and a text that leaves out the tenant. */
    static final class TenantSearch extends Search {

        private final String tenant;

        TenantSearch(String q, String tenant) {
            super(q, "");
            this.tenant = tenant;
        }

        public String tenant() {
            return tenant;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return super.equals(other) && other instanceof TenantSearch that && tenant.equals(that.tenant);
        }

        @Override
        public int hashCode() {
            return super.hashCode() + tenant.hashCode();
        }

        @Override
        public String toString() {
            return getQ();
        }
    }

    /** A class whose subclasses are equal to it. */
    static class Code {

        public final String code;

        Code(String code) {
            this.code = code;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Code that && code.equals(that.code);
        }

        @Override
        public int hashCode() {
            return code.hashCode();
        }
    }

    static final class SpecialCode extends Code {

        SpecialCode(String code) {
            super(code);
        }
    }

    private record Page(Search search, List<Point> points) {}

    static List<SomeValues<?>> ofApplications() {
        return List.of(
                SomeValues.of("record", random -> new Point(random.nextInt(3), random.nextInt(3))),
                SomeValues.of("two records", SomeObjects::pointOrRange),
                SomeValues.of("records and constants of one interface", SomeObjects::filter),
                SomeValues.of("data class", random -> new Search(SomeValues.text(random), SomeValues.text(random))),
                SomeValues.of("class and its subclass", SomeObjects::search),
                SomeValues.of("class and subclass that are equal", SomeObjects::code),
                SomeValues.of("nested", random -> new Page(search(random), List.of(new Point(random.nextInt(2), 0)))));
    }

    private static Code code(Random random) {
        return random.nextBoolean() ? new Code(SomeValues.text(random)) : new SpecialCode(SomeValues.text(random));
    }

    private static Object pointOrRange(Random random) {
        return random.nextBoolean() ? new Point(random.nextInt(2), 0) : new Range(random.nextInt(2), 0);
    }

    private static Filter filter(Random random) {
        List<Filter> filters =
                List.of(new Above(random.nextInt(2)), new Below(random.nextInt(2)), Size.values()[random.nextInt(2)]);
        return filters.get(random.nextInt(3));
    }

    private static Search search(Random random) {
        return random.nextBoolean()
                ? new Search(SomeValues.text(random), "")
                : new TenantSearch(SomeValues.text(random), SomeValues.text(random));
    }

    static List<SomeValues<?>> ofLibraries() {
        return List.of(
                SomeValues.of("MediaType", SomeObjects::media),
                SomeValues.of("HttpMethod", random -> random.nextBoolean() ? HttpMethod.GET : HttpMethod.valueOf("X")),
                SomeValues.of("HttpStatus", random -> HttpStatus.values()[random.nextInt(9)]),
                SomeValues.of("HttpStatusCode", random -> HttpStatusCode.valueOf(200 + random.nextInt(20))),
                SomeValues.of("HttpHeaders", SomeObjects::headers),
                SomeValues.of("HttpEntity", random -> new HttpEntity<>(SomeValues.text(random), headers(random))),
                SomeValues.of("RequestEntity", SomeObjects::request),
                SomeValues.of("Message", random -> message(SomeValues.text(random), random.nextInt(2))),
                SomeValues.of("Pageable", SomeObjects::page),
                SomeValues.of("Sort", SomeObjects::sort));
    }

    private static MediaType media(Random random) {
        List<String> types = List.of(
                "text/plain",
                "TEXT/Plain",
                "text/html",
                "text/plain;charset=utf-8",
                "text/plain;charset=UTF-8",
                "text/plain;charset=\"UTF-8\"",
                "text/plain;a=b;c=d",
                "text/plain;c=d;A=b",
                "text/plain;a=B",
                "text/plain;a=\"b;c=d\"");
        return MediaType.parseMediaType(types.get(random.nextInt(types.size())));
    }

    private static HttpHeaders headers(Random random) {
        HttpHeaders headers = new HttpHeaders();
        for (String text : SomeValues.texts(random)) {
            headers.add(random.nextBoolean() ? "X-A" : "x-a", text);
            headers.add("X-B", text);
        }
        return headers;
    }

    private static RequestEntity<String> request(Random random) {
        return new RequestEntity<>(
                SomeValues.text(random),
                headers(random),
                random.nextBoolean() ? HttpMethod.PUT : HttpMethod.POST,
                URI.create("/" + random.nextInt(2)));
    }

    private static GenericMessage<String> message(String payload, int kind) {
        return new GenericMessage<>(payload, new SameIds(Map.of("kind", kind)));
    }

    private static Pageable page(Random random) {
        return random.nextBoolean()
                ? Pageable.unpaged(sort(random))
                : PageRequest.of(random.nextInt(2), 1 + random.nextInt(2), sort(random));
    }

    private static Sort sort(Random random) {
        List<Sort> sorts = List.of(
                Sort.unsorted(),
                Sort.by("a"),
                Sort.by("b"),
                Sort.by("a", "b"),
                Sort.by("a,b"),
                Sort.by("a").descending(),
                Sort.by(Sort.Order.by("a").ignoreCase()),
                Sort.by(Sort.Order.by("a").nullsFirst()));
        return sorts.get(random.nextInt(sorts.size()));
    }

    /** Headers without an id and a time of their own. */
    private static final class SameIds extends MessageHeaders {

        private static final long serialVersionUID = 1L;

        SameIds(Map<String, Object> headers) {
            super(headers, ID_VALUE_NONE, -1L);
        }
    }
}
