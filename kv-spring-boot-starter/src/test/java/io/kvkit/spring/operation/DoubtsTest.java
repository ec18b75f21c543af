package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.operation.read.OperationSource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Annotations that work, but hardly as they are meant: the log says so when the application starts. */
class DoubtsTest {

    record Item(long id, String name, Optional<UUID> owner) {}

    /** A class with properties. */
    public static class Draft {

        private final long id;
        private final String name;

        public Draft(long id, String name) {
            this.id = id;
            this.name = name;
        }

        public long getId() {
            return id;
        }

        public String getName() {
            return name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Draft draft && draft.id == id && draft.name.equals(name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, name);
        }

        @Override
        public String toString() {
            return id + name;
        }
    }

    static class Items {

        @Cached(name = "item", key = "#id")
        public Item find(long id) {
            return new Item(id, "", Optional.empty());
        }
    }

    private static List<String> doubts(Class<?>... types) {
        OperationSource source = Sources.plain();
        for (Class<?> type : types) {
            source.validate(type);
        }
        return source.registry().doubts((area, name) -> false);
    }

    static class ManyItems {

        @CacheInvalidate(name = "item", key = "#ids")
        public void changeList(List<Long> ids) {}

        @CacheInvalidate(name = "item", keys = "#pairs.![{name, id}]")
        public void changePairs(List<Item> pairs) {}

        @CacheInvalidate(name = "item", keys = "#items")
        public void changeItems(Item... items) {}

        @CacheInvalidate(name = "item", keys = "#ids")
        public void change(List<Long> ids) {}

        @CacheInvalidate(name = "item", keys = "{#one, #other}")
        public void changeBoth(long one, long other) {}
    }

    @Test
    void keysThatNeverMatchAndAKeyThatShouldBeKeys() {
        assertThat(doubts(Items.class, ManyItems.class))
                .satisfiesExactlyInAnyOrder(
                        list -> assertThat(list)
                                .contains("changeList")
                                .contains("its key #ids is a list")
                                .contains("write keys = \"#ids\""),
                        pairs -> assertThat(pairs).contains("changePairs").contains("each of its keys"),
                        items -> assertThat(items)
                                .contains("changeItems")
                                .contains("each of its keys #items is a whole"));
    }

    static class Misspelt {

        @CacheInvalidate(name = "itme", key = "#id")
        public void change(long id) {}

        @CacheUpdate(name = "somethingElse", key = "#id")
        public Item update(long id) {
            return new Item(id, "", Optional.empty());
        }
    }

    @Test
    void changeOfACacheThatNobodyHasIsTold() {
        assertThat(doubts(Items.class, Misspelt.class))
                .containsExactlyInAnyOrder(
                        "@CacheInvalidate on " + Misspelt.class.getName()
                                + ".change(long) changes the cache \"itme\", which no @Cached method has."
                                + " Did you mean \"item\"?",
                        "@CacheUpdate on " + Misspelt.class.getName()
                                + ".update(long) changes the cache \"somethingElse\", which no @Cached method has.");
        assertThat(doubts(Misspelt.class, Items.class))
                .as("whatever is read first")
                .hasSize(2);
    }

    static class OwnLife {

        @Cached(name = "own-life", key = "#id", ttlExpression = "#result")
        public String find(long id) {
            return "1m";
        }

        @CacheUpdate(name = "own-life", key = "#id", ttlExpression = "#result")
        public String right(long id) {
            return "1m";
        }

        @CacheUpdate(name = "own-life", key = "#id")
        public String forgotten(long id) {
            return "1m";
        }
    }

    @Test
    void updateThatForgetsHowLongItsValueLivesIsTold() {
        assertThat(doubts(OwnLife.class))
                .containsExactly("@CacheUpdate on " + OwnLife.class.getName()
                        + ".forgotten(long) keeps its value for the ttl of the cache, but @Cached on "
                        + OwnLife.class.getName() + ".find(long) has a ttlExpression: give it one too.");
    }

    static class Unreached {

        @CacheInvalidate(name = "item", key = "#item")
        public void whole(Item item) {}

        @CacheInvalidate(name = "item", key = "#draft")
        public void bean(Draft draft) {}

        @CacheInvalidate(name = "item", key = "{#id}")
        public void list(long id) {}

        @CacheInvalidate(name = "item", key = "#ids")
        public void all(List<Long> ids) {}

        @CacheInvalidate(name = "item", key = "#item.owner")
        public void owner(Item item) {}

        @CacheUpdate(name = "item", key = "#result")
        public Item update(Item item) {
            return item;
        }
    }

    @Test
    void keyThatNeverMatchesIsTold() {
        List<String> doubts = doubts(Items.class, Unreached.class);

        assertThat(doubts).hasSize(6).allMatch(doubt -> doubt.contains("never reaches an entry of the cache \"item\""));
        assertThat(doubts)
                .contains("@CacheInvalidate on " + Unreached.class.getName()
                        + ".whole(Item) never reaches an entry of the cache \"item\": its key #item is a whole Item,"
                        + " that of @Cached on " + Items.class.getName() + ".find(long) is a number.");
    }

    static class Reached {

        @CacheInvalidate(name = "item", key = "#item.id")
        public void part(Item item) {}

        @CacheInvalidate(name = "item", key = "#id")
        public void text(String id) {}

        @CacheInvalidate(name = "item", key = "#id")
        public void number(BigDecimal id) {}

        @CacheInvalidate(name = "item", key = "#any")
        public void any(Object any) {}

        @CacheInvalidate(name = "item", key = "#id")
        public void optional(Optional<Integer> id) {}

        @CacheUpdate(name = "item", key = "#result.id")
        public Item update(Item item) {
            return item;
        }
    }

    @Test
    void keyThatMayMatchIsFine() {
        assertThat(doubts(Items.class, Reached.class)).isEmpty();
    }

    static class Defaults {

        @Cached(name = "price")
        public String price(long product, String currency) {
            return "";
        }

        @CacheInvalidate(name = "price", key = "{#product, #currency}")
        public void both(long product, String currency) {}

        @CacheInvalidate(name = "price", key = "#product")
        public void one(long product) {}
    }

    @Test
    void defaultKeyIsTheListOfTheArguments() {
        assertThat(doubts(Defaults.class)).singleElement().asString().contains(".one(long) never reaches an entry");
    }

    static class TwoMeanings {

        @Cached(name = "customer", key = "#id")
        public Item byId(long id) {
            return new Item(id, "", Optional.empty());
        }

        @Cached(name = "customer", key = "#name")
        public Item byName(String name) {
            return new Item(1, name, Optional.empty());
        }
    }

    @Test
    void nameForKeysOfTwoMeaningsIsTold() {
        assertThat(doubts(TwoMeanings.class))
                .singleElement()
                .asString()
                .contains(
                        "The keys of the cache \"customer\" do not mean the same on @Cached on ",
                        "byId(long)",
                        "byName(");
    }

    static class OneMeaning {

        @Cached(name = "customer", key = "#id")
        public Item byId(long id) {
            return new Item(id, "", Optional.empty());
        }

        @Cached(name = "customer", key = "#customerId")
        public Item again(long customerId) {
            return new Item(customerId, "", Optional.empty());
        }

        @Cached(name = "customer", key = "#item.id")
        public Item of(Item item) {
            return item;
        }
    }

    @Test
    void nameForKeysOfOneMeaningIsFine() {
        assertThat(doubts(OneMeaning.class)).isEmpty();
    }

    static class Constant {

        @Cached(name = "all", key = "'all'")
        public String all() {
            return "";
        }

        @Cached(name = "some", key = "'some'")
        public String some(long id) {
            return "";
        }
    }

    @Test
    void keyThatIgnoresAllArgumentsIsTold() {
        assertThat(doubts(Constant.class))
                .containsExactly("@Cached on " + Constant.class.getName()
                        + ".some(long) has a key that is the same for all calls, whatever their arguments are.");
    }

    static class Together {

        @Idempotent(name = "once", key = "#id")
        @DedupeEvent(name = "event", key = "#id")
        public void both(String id) {}

        @Cached(name = "cached", key = "#id")
        @Idempotent(name = "paid", key = "#id")
        public String cachedToo(String id) {
            return "";
        }
    }

    @Test
    void annotationsThatHardlyMeanAnythingTogetherAreTold() {
        assertThat(doubts(Together.class))
                .hasSize(2)
                .anyMatch(doubt -> doubt.startsWith("@Idempotent and @DedupeEvent stand on "))
                .anyMatch(doubt -> doubt.startsWith("@Cached and @Idempotent stand on "));
    }
}
