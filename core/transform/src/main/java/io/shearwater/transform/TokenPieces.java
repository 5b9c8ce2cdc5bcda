package io.shearwater.transform;

/** How a tokenizer cuts a text. */
public enum TokenPieces {
    /** At blanks only. */
    WORDS,
    /** Words and punctuation, then the longest pieces that are known; a piece within a word begins with {@code ##}. As BERT, cased. */
    WORD_PIECES,
    /** The same, in lower case and without accents. As BERT, uncased. */
    LOWER_CASE_WORD_PIECES
}
