package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;

/** Pages and slices of Spring Data as results. */
@Tag("slow")
class PagesTest {

    private static final AtomicInteger LOADS = new AtomicInteger();
    private static final Sort SORT =
            Sort.by(Sort.Order.desc("name").ignoreCase().nullsLast(), Sort.Order.asc("stock"));

    private final ApplicationContextRunner runner =
            Contexts.runner().withPropertyValues("kv.store=memory").withBean(Items.class);

    record Item(String name, int stock) {}

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
