package io.kvkit.spring.operation;

import io.kvkit.annotation.Cached;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Methods that cannot have an entry for each element of an argument. */
class EachMistakesTest {

    record Item(long id) {}

    @Refused("@Cached(each = \"ids\") on HERE.m(List): it is not an argument. Write the argument with the ids, as in "
            + "each = \"#ids\". Known here: #ids.")
    static class NoSign {

        @Cached(each = "ids")
        public Map<Long, Item> m(List<Long> ids) {
            return Map.of();
        }
    }

    @Refused("@Cached(each = \"#id\") on HERE.m(long): the argument \"long id\" cannot be called with some of its "
            + "elements. Declare it as a Collection, a List or a Set.")
    static class NoCollection {

        @Cached(each = "#id")
        public Map<Long, Item> m(long id) {
            return Map.of();
        }
    }

    @Refused(
            "@Cached(each = \"#ids\") on HERE.m(SortedSet): the argument \"SortedSet ids\" cannot be called with some of "
                    + "its elements. Declare it as a Collection, a List or a Set.")
    static class SortedElements {

        @Cached(each = "#ids")
        public Map<Long, Item> m(SortedSet<Long> ids) {
            return Map.of();
        }
    }

    @SuppressWarnings("rawtypes")
    @Refused(
            "@Cached(each = \"#ids\") on HERE.m(List): the type of the elements of \"List ids\" is not known. Write it, "
                    + "as in Collection<Long>.")
    static class RawElements {

        @Cached(each = "#ids")
        public Map<Long, Item> m(List ids) {
            return Map.of();
        }
    }

    @Refused("@Cached(each = \"#ids\") on HERE.m(List): the method returns Item, which has no result for each element. "
            + "Return a Map from the elements to their results, or a List or a Set with resultKey.")
    static class OneResult {

        @Cached(each = "#ids")
        public Item m(List<Long> ids) {
            return new Item(1);
        }
    }

    @Refused("@Cached(each = \"#ids\") on HERE.m(List): the method returns CompletableFuture of TreeMap, which has no "
            + "result for each element. Return a Map from the elements to their results, or a List or a Set with "
            + "resultKey.")
    static class SortedResult {

        @Cached(each = "#ids")
        public CompletableFuture<TreeMap<Long, Item>> m(List<Long> ids) {
            return CompletableFuture.completedFuture(new TreeMap<>());
        }
    }

    @Refused("@Cached on HERE.m(List): it returns Flux, and a stream cannot be kept. Return a Mono of a list, for "
            + "example with collectList().")
    static class Streamed {

        @Cached(each = "#ids", resultKey = "#result.id")
        public Flux<Item> m(List<Long> ids) {
            return Flux.empty();
        }
    }

    @Refused(
            "@Cached(each = \"#ids\") on HERE.m(List): its results are Optional. Return the values, and leave out what "
                    + "is missing.")
    static class OptionalResults {

        @Cached(each = "#ids")
        public Map<Long, Optional<Item>> m(List<Long> ids) {
            return Map.of();
        }
    }

    @Refused("@Cached(each = \"#ids\") on HERE.m(Set): the keys of the returned Map are String, but the elements are "
            + "Long. Return a Map from the elements to their results.")
    static class OtherKeys {

        @Cached(each = "#ids")
        public Map<String, Item> m(Set<Long> ids) {
            return Map.of();
        }
    }

    @Refused("@Cached(resultKey) on HERE.m(Collection): it is required for a method that returns a List. Write which "
            + "element a result belongs to, as in resultKey = \"#result.id\".")
    static class NoResultKey {

        @Cached(each = "#ids")
        public List<Item> m(Collection<Long> ids) {
            return List.of();
        }
    }

    @Refused("@Cached(resultKey = \"#result.id\") on HERE.m(Collection): the returned Map already says which result "
            + "belongs to which id. Remove it.")
    static class ResultKeyOfMap {

        @Cached(each = "#ids", resultKey = "#result.id")
        public Map<Long, Item> m(Collection<Long> ids) {
            return Map.of();
        }
    }

    @Refused(
            "@Cached(resultKey = \"#result.id\") on HERE.m(Collection): each is not set. Set each to the argument with "
                    + "the ids, as in each = \"#ids\".")
    static class ResultKeyAlone {

        @Cached(resultKey = "#result.id")
        public List<Item> m(Collection<Long> ids) {
            return List.of();
        }
    }

    @Refused("@Cached(resultKey = \"#shop\") on HERE.m(String, Collection): it must tell the element from the result "
            + "alone. Write it as in resultKey = \"#result.id\".")
    static class ResultKeyOfArgument {

        @Cached(each = "#ids", resultKey = "#shop")
        public List<Item> m(String shop, Collection<Long> ids) {
            return List.of();
        }
    }

    @Refused(
            "@Cached(key = \"#shop\") on HERE.m(String, Collection): it is the same for all elements of #ids. Use #each "
                    + "for one element, as in key = \"{#tenant, #each}\".")
    static class KeyWithoutEach {

        @Cached(each = "#ids", key = "#shop")
        public Map<Long, Item> m(String shop, Collection<Long> ids) {
            return Map.of();
        }
    }

    @Refused(
            "@Cached(unless = \"#ids.isEmpty()\") on HERE.m(Collection): there is no #ids. Known here: #each, #result, "
                    + "#client, #root.method.")
    static class WholeArgument {

        @Cached(each = "#ids", unless = "#ids.isEmpty()")
        public Map<Long, Item> m(Collection<Long> ids) {
            return Map.of();
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(EachMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
