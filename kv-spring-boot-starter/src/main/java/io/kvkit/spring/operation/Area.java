package io.kvkit.spring.operation;

import io.kvkit.spring.KvConfigurationException;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * One recipe with its annotations, settings and records. There is one constant for each area. Wiring, checks, metrics
 * and keys iterate over the areas, so none of them names an annotation.
 *
 * @param <S> the settings of one name
 */
public abstract class Area<S> {

    private final io.kvkit.recipe.Area recipe;

    /**
     * Creates an area.
     *
     * @param recipe the recipe that the area applies to methods, with the keys of its records
     */
    protected Area(io.kvkit.recipe.Area recipe) {
        this.recipe = recipe;
    }

    /** Returns the recipe that the area applies to methods, with the keys of its records. */
    public final io.kvkit.recipe.Area recipe() {
        return recipe;
    }

    /** Returns the root of all properties of the area, such as {@code kv.cache}. */
    public abstract String root();

    /** Returns the property below the root that contains the names, such as {@code caches}. */
    public abstract String names();

    /** Returns settings in which no property is set. */
    public abstract S nothing();

    /** Returns the position of each annotation among the advisors. The property {@code order} replaces all of them. */
    public abstract List<Advice> advice();

    /**
     * Returns the parsers that turn annotations into operations, in the order in which the operations of a method are
     * listed.
     */
    public abstract Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers(
            AreaSettings<S> settings, OperationRegistry registry);

    /**
     * Returns whether the area promises that work is done once. The store must then be shared and durable, and
     * operations need stable names.
     */
    public boolean isOnce() {
        return false;
    }

    /**
     * Returns warnings about operations that work, but probably not as intended, each as a sentence.
     *
     * @param namedElsewhere whether something else than annotations of kvkit uses the records of a name
     */
    public List<String> doubts(Collection<Operation> operations, Predicate<String> namedElsewhere) {
        return List.of();
    }

    /**
     * Checks the environment of the operations after all of them are known.
     *
     * @throws KvConfigurationException if the operations cannot keep their promise in this application
     */
    public void check(OperationRegistry operations, ConfigurableBeanFactory beans) {}

    /** Returns the HTTP problems that describe the refusals of this area. */
    public List<Problem> problems() {
        return List.of();
    }

    /** Returns the annotations in the order of {@link #advice}. */
    public final List<Class<? extends Annotation>> annotations() {
        return advice().stream()
                .<Class<? extends Annotation>>flatMap(each -> each.annotations().stream())
                .toList();
    }

    /**
     * An HTTP problem.
     *
     * @param code the stable code of the problem
     * @param status the HTTP status
     * @param title the title for readers
     */
    public record Problem(String code, int status, String title) {}

    /**
     * Annotations that one interceptor serves.
     *
     * @param bean the prefix of the bean names of the advisor, the interceptor and its methods
     * @param order the position among advisors; a lower number is further out
     * @param annotations the annotations that the interceptor serves
     */
    public record Advice(String bean, int order, List<Class<? extends Annotation>> annotations) {

        /** Copies the annotations. */
        public Advice {
            annotations = List.copyOf(annotations);
        }
    }
}
