package io.shearwater.learning;

import java.util.List;

/**
 * What one should know of a model before using it. Immutable.
 *
 * @param sections in the order of the card
 */
public record ModelCard(ModelRef model, List<Section> sections) {
    public ModelCard {
        sections = List.copyOf(sections);
    }

    /**
     * A part of the card.
     *
     * @param text empty while nobody wrote it
     * @param isAutomatic whether it was filled from what the store knows
     */
    public record Section(String title, String text, boolean isAutomatic) {
        public boolean isFilled() {
            return !text.isEmpty();
        }
    }

    /** The share of the sections that are filled, in percent; a deployed model should have all. */
    public int completeness() {
        long filled = sections.stream().filter(Section::isFilled).count();
        return Math.toIntExact(100 * filled / sections.size());
    }

    /** The titles of sections that nobody filled. */
    public List<String> missing() {
        return sections.stream()
                .filter(section -> !section.isFilled())
                .map(Section::title)
                .toList();
    }

    /** The card in Markdown. */
    public String text() {
        StringBuilder text = new StringBuilder("# ").append(model).append('\n');
        for (Section section : sections) {
            text.append("\n## ").append(section.title()).append('\n');
            text.append(section.isFilled() ? section.text() : "(not written yet)")
                    .append('\n');
        }
        return text.append("\nComplete: ").append(completeness()).append(" %\n").toString();
    }
}
