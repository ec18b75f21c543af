package io.kvkit.spring.operation;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * What is known of the annotations that share a recipe, its settings and its records. There is one constant of each, over
 * which wiring, checks, metrics and keys loop, so that none of them names an annotation.
 *
 * @param <S> the settings of one name
 */
public abstract class Area<S> {

    private final io.kvkit.recipe.Area recipe;

    /**
     * Describes an area.
     *
     * @param recipe the recipe that it applies to methods, with the keys of its records
     */
    protected Area(io.kvkit.recipe.Area recipe) {
        this.recipe = recipe;
    }

    /** The recipe that it applies to methods, with the keys of its records. */
    public final io.kvkit.recipe.Area recipe() {
        return recipe;
    }

    /** The property above all of its settings, such as {@code kv.cache}. */
    public abstract String root();

    /** The property below the root and above the names, such as {@code caches}. */
    public abstract String names();

    /** Settings that say nothing. */
    public abstract S nothing();

    /** Where its annotations stand among advisors, unless the property {@code order} moves them all. */
    public abstract List<Advice> advice();

    /** What turns its annotations into operations, in the order in which the operations of a method are listed. */
    public abstract Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers(
            AreaSettings<S> settings, OperationRegistry registry);

    /** Whether it promises that work is done once: the store must be shared then, keep its records, and know them by name. */
    public boolean isOnce() {
        return false;
    }

    /** What works, but hardly as it is meant, each as a sentence. */
    public List<String> doubts(Collection<Operation> operations) {
        return List.of();
    }

    /**
     * Checks what surrounds its operations, when all of them are known.
     *
     * @throws KvConfigurationException if they would not keep their promise there
     */
    public void check(OperationRegistry operations, ConfigurableBeanFactory beans) {}

    /** What its refusals are over HTTP. */
    public List<Problem> problems() {
        return List.of();
    }

    /** The annotations, as {@link #advice} lists them. */
    public final List<Class<? extends Annotation>> annotations() {
        return advice().stream()
                .<Class<? extends Annotation>>flatMap(each -> each.annotations().stream())
                .toList();
    }

    /** A problem's code, and its status and title. */
    public record Problem(String code, int status, String title) {}

    /**
     * Annotations that one interceptor serves.
     *
     * @param bean what the names of its beans start with: those of the advisor, of the interceptor, and of its methods
     * @param order where it stands among advisors; a lower number is further out
     * @param annotations what it serves
     */
    public record Advice(String bean, int order, List<Class<? extends Annotation>> annotations) {

        public Advice {
            annotations = List.copyOf(annotations);
        }
    }
}
