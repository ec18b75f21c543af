package io.kvkit.spring.intercept;

import io.kvkit.codec.Codec;
import io.kvkit.recipe.Recipes;
import io.kvkit.spring.operation.Area;
import org.springframework.beans.factory.BeanFactory;

/**
 * An area that guards the methods with its annotations.
 *
 * @param <S> the settings of one name
 */
public abstract class GuardingArea<S> extends Area<S> {

    /**
     * What areas make their guards from.
     *
     * @param recipes the recipes of the application
     * @param codec writes the results of methods
     * @param keys the part of the store that belongs to this application
     * @param beans the beans of the application, for what only one area needs
     */
    public record Parts(Recipes recipes, Codec codec, KeySpace keys, BeanFactory beans) {}

    /** Creates an area that applies a recipe to methods. */
    protected GuardingArea(io.kvkit.recipe.Area recipe) {
        super(recipe);
    }

    /** Creates the guards of the methods with the annotations of an advice. */
    public abstract MethodGuards guards(Advice advice, Parts parts);
}
