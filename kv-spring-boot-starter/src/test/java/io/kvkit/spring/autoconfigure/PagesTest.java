package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

/** Pages, slices and windows of Spring Data as results. */
@Tag("slow")
class PagesTest {

    private static final AtomicInteger LOADS = new AtomicInteger();
    private static final Sort SORT =
            Sort.by(Sort.Order.desc("name").ignoreCase().nullsLast(), Sort.Order.asc("stock"));

    private final ApplicationContextRunner runner =
            Contexts.runner().withPropertyValues("kv.store=memory").withBean(Items.class);

    record Item(String name, int stock) {}

    private static final List<Item> ITEMS = List.of(new Item("cup", 3), new Item("mug", 1));

    /** A position by keys of all types. */
    private static ScrollPosition position(int id) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        List.of("text", true, (short) id, id, (long) id, id + 0.5f, id + 0.25, BigInteger.TEN, new BigDecimal("1.50"))
                .forEach(key -> keys.put(key.getClass().getSimpleName(), key));
        List.of(
                        new UUID(id, 7),
                        Instant.ofEpochSecond(id, 123_456_789),
                        LocalDate.of(2026, 11, 30),
                        LocalTime.NOON,
                        LocalDate.EPOCH.atStartOfDay(),
                        OffsetDateTime.of(2026, 1, 1, 1, 1, 1, 1, ZoneOffset.ofHours(2)),
                        ZonedDateTime.of(2026, 1, 1, 1, 1, 1, 1, ZoneId.of("Europe/Vienna")),
                        new Date(id))
                .forEach(key -> keys.put(key.getClass().getSimpleName(), key));
        keys.put("nothing", null);
        return id % 2 == 0 ? ScrollPosition.forward(keys) : ScrollPosition.backward(keys);
    }

    static class Items {

        @Cached(name = "pages", key = "#page")
        public Page<Item> page(Pageable page) {
            LOADS.incrementAndGet();
            return new PageImpl<>(List.of(new Item("cup", 3), new Item("mug", 1)), page, 42);
        }

        @Cached(name = "slices", key = "#page")
        public Slice<Item> slice(Pageable page) {
            LOADS.incrementAndGet();
            return new SliceImpl<>(List.of(new Item("cup", 3)), page, true);
        }

        @Cached(name = "page-impls", key = "#page")
        public PageImpl<Item> pageImpl(Pageable page) {
            LOADS.incrementAndGet();
            return new PageImpl<>(List.of(new Item("cup", 3)), page, 9);
        }

        @Cached(name = "slice-impls", key = "#page")
        public SliceImpl<Item> sliceImpl(Pageable page) {
            LOADS.incrementAndGet();
            return new SliceImpl<>(List.of(new Item("cup", 3)), page, true);
        }

        @Cached(name = "windows", key = "#from")
        public Window<Item> window(long from) {
            LOADS.incrementAndGet();
            return Window.from(ITEMS, OffsetScrollPosition.positionFunction(from), true);
        }

        @Cached(name = "keyset-windows", key = "#from")
        public Window<Item> keysetWindow(int from) {
            LOADS.incrementAndGet();
            return Window.from(ITEMS, index -> position(from + index), from == 0);
        }

        @Cached(name = "foreign-windows", key = "#from")
        public Window<Item> foreignWindow(int from) {
            LOADS.incrementAndGet();
            return Window.from(ITEMS, index -> ScrollPosition.forward(Map.of("id", new AtomicInteger(from))));
        }

        @Cached(name = "sorts", key = "#page")
        public Sort sort(Pageable page) {
            LOADS.incrementAndGet();
            return page.getSort();
        }

        @Cached(name = "pages-as-slices", key = "#page")
        public Slice<Item> pageAsSlice(Pageable page) {
            LOADS.incrementAndGet();
            return new PageImpl<>(List.of(new Item("cup", 3)), page, 9);
        }
    }

    @Test
    void windowOfOffsetsIsEqualToTheResult() {
        runner.run(context -> {
            Items items = context.getBean(Items.class);
            LOADS.set(0);
            for (long from : List.of(0L, 40L)) {
                assertThat(items.window(from)).isEqualTo(items.window(from));
                assertThat(items.window(from).positionAt(1)).isEqualTo(ScrollPosition.offset(from + 1));
            }
            assertThat(LOADS).hasValue(2);
        });
    }

    @Test
    void windowOfKeysHasTheSamePositions() {
        runner.run(context -> {
            Items items = context.getBean(Items.class);
            LOADS.set(0);
            for (int from : List.of(0, 2)) {
                Window<Item> window = items.keysetWindow(from);
                Window<Item> hit = items.keysetWindow(from);
                assertThat(hit.getContent()).isEqualTo(ITEMS);
                assertThat(hit.hasNext()).isEqualTo(window.hasNext()).isEqualTo(from == 0);
                for (int i = 0; i < 2; i++) {
                    assertThat(hit.positionAt(i))
                            .isEqualTo(window.positionAt(i))
                            .isEqualTo(position(from + i));
                }
            }
            assertThat(LOADS).hasValue(2);
        });
    }

    @Test
    void windowWithKeysOfOtherTypesIsNotKept() {
        runner.run(context -> {
            Items items = context.getBean(Items.class);
            LOADS.set(0);
            items.foreignWindow(1);
            assertThat(items.foreignWindow(1).getContent()).isEqualTo(ITEMS);
            assertThat(LOADS).hasValue(2);
        });
    }

    @Test
    void hitIsEqualToTheResult() {
        runner.run(context -> {
            Items items = context.getBean(Items.class);
            List<Pageable> pages = List.of(
                    PageRequest.of(0, 2), PageRequest.of(3, 2, SORT), Pageable.unpaged(), Pageable.unpaged(SORT));
            for (Pageable page : pages) {
                LOADS.set(0);
                assertThat(items.page(page)).isEqualTo(items.page(page));
                assertThat(items.slice(page)).isEqualTo(items.slice(page));
                assertThat(items.pageAsSlice(page)).isEqualTo(items.pageAsSlice(page));
                assertThat(items.pageImpl(page)).isEqualTo(items.pageImpl(page));
                assertThat(items.sliceImpl(page)).isEqualTo(items.sliceImpl(page));
                assertThat(items.sort(page)).isEqualTo(items.sort(page));
                assertThat(LOADS).hasValue(6);
            }
            assertThat(items.page(pages.get(1)).getSort()).isEqualTo(SORT);
            assertThat(items.page(pages.get(1)).getTotalElements()).isEqualTo(42);
        });
    }
}
